import type { Mutant, MutantTable } from '../mutant.ts';

const app = 'src/main/server/app.ts';
const corsPolicy = 'src/main/server/middleware/cors-policy.ts';
const errorResponse = 'src/main/server/errors/error-response.ts';
const test = 'test/http/access.test.ts';

const allowed = 'if (rules.allowedOrigins.length === 0) return rules.keySet;';
const refusing = 'if (origin !== undefined && !isAllowedOrigin(origin, current)) {';
const mayRead = 'const mayRead = origin === undefined || isAllowedOrigin(origin, current);';
const choice =
  'const policy = current.keySet && current.allowedOrigins.length === 0 ? anyOrigin : thisOrigin;';
const listedOrigin =
  "(allowed) => allowed === '*' || allowed.toLowerCase() === origin.toLowerCase(),";

const withKey: Mutant[] = [
  {
    promise: 'with a key any web origin may call',
    file: corsPolicy,
    find: allowed,
    replace: 'if (rules.allowedOrigins.length === 0) return false;',
    test,
    name: 'lets any origin call, which must know the key',
  },
  {
    promise: 'with a key Access-Control-Allow-Origin is *',
    file: corsPolicy,
    find: choice,
    replace: 'const policy = thisOrigin;\n    void anyOrigin;',
    test,
    name: 'lets any origin call, which must know the key',
  },
  {
    promise: 'with a key the preflight of any origin is allowed by *',
    file: corsPolicy,
    find: choice,
    replace: 'const policy = preflight ? thisOrigin : anyOrigin;',
    test,
    name: 'answers the preflight of',
  },
  {
    promise: 'with a key the origin of a sandboxed page may call',
    file: corsPolicy,
    find: allowed,
    replace: "if (rules.allowedOrigins.length === 0) return rules.keySet && origin !== 'null';",
    test,
    name: 'answers the preflight of',
  },
  {
    promise: 'a web page must know the key all the same',
    file: app,
    find: 'app.use(createHealthRouter(deps));',
    replace:
      'app.use((request, response, next) =>\n    request.headers.origin ? createModelsRouter(deps)(request, response, next) : next(),\n  );\n  app.use(createHealthRouter(deps));',
    test,
    name: 'lets any origin call, which must know the key',
  },
];

const withList: Mutant[] = [
  {
    promise: 'the person can restrict web origins to a list',
    file: corsPolicy,
    find: allowed,
    replace: 'if (rules.keySet) return true;',
    test,
    name: 'with 403 that names it and the setting',
  },
  {
    promise: 'a listed origin may call',
    file: corsPolicy,
    find: listedOrigin,
    replace: "(allowed) => allowed === '*',",
    test,
    name: 'echoes a listed origin',
  },
  {
    promise: 'a listed origin is echoed',
    file: corsPolicy,
    find: choice,
    replace: 'const policy = current.keySet ? anyOrigin : thisOrigin;',
    test,
    name: 'echoes a listed origin',
  },
  {
    promise: 'the list is in force as soon as it changes',
    file: app,
    find: 'const corsRules = (): CorsRules => ({\n    allowedOrigins: settings().server.allowedOrigins,',
    replace:
      'const { allowedOrigins } = settings().server;\n  const corsRules = (): CorsRules => ({\n    allowedOrigins,',
    test,
    name: 'echoes a listed origin',
  },
  {
    promise: 'with a list callers without an Origin may call',
    file: corsPolicy,
    find: refusing,
    replace: "if (current.allowedOrigins.length > 0 && !isAllowedOrigin(origin ?? '', current)) {",
    test,
    name: 'lets callers without an Origin pass',
  },
  {
    promise: 'the refusal of an origin that is not listed names the origin',
    file: corsPolicy,
    find: '`The web origin "${origin}" may not',
    replace: '`This web origin may not',
    test,
    name: 'with 403 that names it and the setting',
  },
  {
    promise: 'the refusal of an origin that is not listed names the setting',
    file: corsPolicy,
    find: '\'Add it to "Allowed web origins" in Settings › Server (server.allowedOrigins).\'',
    replace: "'It is not allowed.'",
    test,
    name: 'with 403 that names it and the setting',
  },
];

const withoutKey: Mutant[] = [
  {
    promise: 'without a key no origin may call that is not listed',
    file: corsPolicy,
    find: allowed,
    replace: 'if (rules.allowedOrigins.length === 0) return true;',
    test,
    name: 'with 403 that tells what to do',
  },
  {
    promise: 'without a key pages of this computer may not call either',
    file: corsPolicy,
    find: allowed,
    replace:
      "if (rules.allowedOrigins.length === 0) return rules.keySet || origin.includes('//localhost');",
    test,
    name: 'with 403 that tells what to do',
  },
  {
    promise: 'without a key a listed origin may call',
    file: corsPolicy,
    find: allowed,
    replace: 'if (!rules.keySet) return false;',
    test,
    name: 'lets a listed origin call, and nobody else',
  },
  {
    promise: 'without a key an origin that is not in the list may not call',
    file: corsPolicy,
    find: allowed,
    replace: 'if (!rules.keySet) return rules.allowedOrigins.length > 0;',
    test,
    name: 'lets a listed origin call, and nobody else',
  },
  {
    promise: 'without a key callers without an Origin may call',
    file: corsPolicy,
    find: refusing,
    replace: "if (!isAllowedOrigin(origin ?? '', current)) {",
    test,
    name: 'lets programs call, which send no Origin',
  },
  {
    promise: 'the refusal without a key names the origin',
    file: corsPolicy,
    find: '`The web origin "${origin}" may not',
    replace: '`This web origin may not',
    test,
    name: 'with 403 that tells what to do',
  },
  {
    promise: 'the refusal without a key names the setting',
    file: corsPolicy,
    find: 'Allowed web origins", in Settings › Server (server.allowedOrigins).',
    replace: 'Allowed web origins", in Settings › Server.',
    test,
    name: 'with 403 that tells what to do',
  },
  {
    promise: 'whether a key is set is known at each request',
    file: app,
    find: 'keySet: Boolean(apiKey()),',
    replace: 'keySet: true,',
    test,
    name: 'with 403 that tells what to do',
  },
];

const preflight = 'answers the preflight of';
const preflights: Mutant[] = [
  {
    promise: 'a preflight is answered 204',
    file: corsPolicy,
    find: 'response.status(204)',
    replace: 'response.status(200)',
    test,
    name: preflight,
  },
  {
    promise: 'a preflight is answered before auth',
    file: app,
    find: 'app.use(requestId());',
    replace:
      "app.use(requestId());\n  app.use((request, response, next) =>\n    request.method === 'OPTIONS'\n      ? authenticate(() => ({ apiKey: apiKey(), boundToNetwork: false }))(request, response, next)\n      : next(),\n  );",
    test,
    name: preflight,
  },
  {
    promise: 'the requested headers are echoed, whatever they are',
    file: corsPolicy,
    find: 'const options = { maxAge: 600,',
    replace: "const options = { allowedHeaders: ['authorization', 'content-type'], maxAge: 600,",
    test,
    name: preflight,
  },
  {
    promise: 'a preflight of an origin that may not call gets no CORS headers',
    file: corsPolicy,
    find: mayRead,
    replace:
      'const mayRead = isPreflight(request) || origin === undefined || isAllowedOrigin(origin, current);',
    test,
    name: 'with 403 that names it and the setting',
  },
  {
    promise: 'a request of an origin that may not call gets no CORS headers',
    file: corsPolicy,
    find: mayRead,
    replace:
      'const mayRead = !isPreflight(request) || origin === undefined || isAllowedOrigin(origin, current);',
    test,
    name: 'with 403 that names it and the setting',
  },
  {
    promise: 'a preflight allows the network of this computer',
    file: corsPolicy,
    find: "if (preflight) response.setHeader('Access-Control-Allow-Private-Network', 'true');",
    replace: '',
    test,
    name: preflight,
  },
  {
    promise: 'a preflight holds for 600 seconds',
    file: corsPolicy,
    find: 'maxAge: 600,',
    replace: '',
    test,
    name: preflight,
  },
  {
    promise: 'a preflight varies by Origin',
    file: corsPolicy,
    find: "    response.vary('Origin');\n",
    replace: '',
    test,
    name: preflight,
  },
  {
    promise: 'every other answer varies by Origin',
    file: corsPolicy,
    find: "    response.vary('Origin');\n",
    replace: "    if (isPreflight(request)) response.vary('Origin');\n",
    test,
    name: 'lets any origin call, which must know the key',
  },
  {
    promise: 'refusals vary by Origin',
    file: errorResponse,
    find: '  response.status(error.status).set(error.headers)',
    replace: "  response.removeHeader('Vary');\n  response.status(error.status).set(error.headers)",
    test,
    name: 'with 403 that names it and the setting',
  },
  {
    promise: 'without a key the requested headers are echoed for a listed origin, too',
    file: corsPolicy,
    find: 'if (!mayRead || (',
    replace: 'if (!mayRead || (preflight && !current.keySet) || (',
    test,
    name: 'lets a listed origin call, and nobody else',
  },
  {
    promise: 'a preflight allows every method of the API',
    file: corsPolicy,
    find: 'const options = { maxAge: 600,',
    replace: "const options = { methods: 'GET,POST', maxAge: 600,",
    test,
    name: preflight,
  },
];

const headers: Mutant[] = [
  ...[
    ['of auth', 401, 'an error of auth'],
    ['of a path', 404, 'an unknown path'],
    ['of a request', 400, 'a bad body'],
    ['of a method', 405, 'a method that is not there'],
    ['of a media type', 415, 'a body that is no JSON'],
  ].map(([what, status, name]) => ({
    promise: `CORS headers stand on errors ${what}`,
    file: errorResponse,
    find: '  response.status(error.status).set(error.headers)',
    replace: `  if (error.status === ${status}) response.removeHeader('Access-Control-Allow-Origin');\n  response.status(error.status).set(error.headers)`,
    test,
    name: String(name),
  })),
  {
    promise: 'CORS headers stand on the refusal of a Host',
    file: app,
    find: '  app.use(corsHeaders(corsRules));\n',
    replace: '',
    also: [
      {
        file: app,
        find: 'app.use(checkOrigin(corsRules));',
        replace: 'app.use(corsHeaders(corsRules));\n  app.use(checkOrigin(corsRules));',
      },
    ],
    test: 'test/http/errors.test.ts',
    name: 'of the Host can be read by a page that may call',
  },
  ...['a stream', 'a streamed response', 'the events of a run'].map((what) => ({
    promise: `CORS headers stand on ${what}`,
    file: 'src/main/server/streaming/sse-writer.ts',
    find: '    this.#response.writeHead(200, {',
    replace:
      "    this.#response.removeHeader('Access-Control-Allow-Origin');\n    this.#response.writeHead(200, {",
    test,
    name: what,
  })),
  {
    promise: 'a page can read the request id',
    file: corsPolicy,
    find: "['x-request-id', 'x-should-retry', 'retry-after']",
    replace: "['x-should-retry', 'retry-after']",
    test,
    name: 'has its headers on',
  },
];

export const webPageMutants: MutantTable = {
  section: 'Auth, Host, CORS: web pages',
  mutants: [...withKey, ...withList, ...withoutKey, ...preflights, ...headers],
};
