import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: web pages': [
    {
      promise: 'with a key Access-Control-Allow-Origin is *',
      find: 'const policy = current.keySet && current.allowedOrigins.length === 0 ? anyOrigin : thisOrigin;',
      replace: `const policy = thisOrigin;
    void anyOrigin;`,
      test: 'test/http/access.test.ts',
      name: 'lets any origin call, which must know the key',
    },
    {
      promise: 'with a key the preflight of any origin is allowed by *',
      find: 'const policy = current.keySet && current.allowedOrigins.length === 0 ? anyOrigin : thisOrigin;',
      replace: 'const policy = preflight ? thisOrigin : anyOrigin;',
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'a listed origin is echoed',
      find: 'const policy = current.keySet && current.allowedOrigins.length === 0 ? anyOrigin : thisOrigin;',
      replace: 'const policy = current.keySet ? anyOrigin : thisOrigin;',
      test: 'test/http/access.test.ts',
      name: 'echoes a listed origin',
    },
    {
      promise: 'with a list callers without an Origin may call',
      find: 'if (origin !== undefined && !mayCall(origin, current)) {',
      replace: "if (current.allowedOrigins.length > 0 && !mayCall(origin ?? '', current)) {",
      test: 'test/http/access.test.ts',
      name: 'lets callers without an Origin pass',
    },
    {
      promise: 'the refusal of an origin that is not listed names the origin',
      find: '`The web origin "${origin}" may not',
      replace: '`This web origin may not',
      test: 'test/http/access.test.ts',
      name: 'with 403 that names it and the setting',
    },
    {
      promise: 'the refusal of an origin that is not listed names the setting',
      find: '\'Add it to "Allowed web origins" in Hermes Tray, Settings › Server (server.allowedOrigins).\'',
      replace: "'It is not allowed.'",
      test: 'test/http/access.test.ts',
      name: 'with 403 that names it and the setting',
    },
    {
      promise: 'without a key callers without an Origin may call',
      find: 'if (origin !== undefined && !mayCall(origin, current)) {',
      replace: "if (!mayCall(origin ?? '', current)) {",
      test: 'test/http/access.test.ts',
      name: 'lets programs call, which send no Origin',
    },
    {
      promise: 'the refusal without a key names the origin',
      find: '`The web origin "${origin}" may not',
      replace: '`This web origin may not',
      test: 'test/http/access.test.ts',
      name: 'with 403 that tells what to do',
    },
    {
      promise: 'the refusal without a key names the setting',
      find: 'Allowed web origins", in Hermes Tray, Settings › Server (server.allowedOrigins).',
      replace: 'Allowed web origins", in Hermes Tray, Settings › Server.',
      test: 'test/http/access.test.ts',
      name: 'with 403 that tells what to do',
    },
    {
      promise: 'a preflight is answered 204',
      find: 'response.status(204)',
      replace: 'response.status(200)',
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'the requested headers are echoed, whatever they are',
      find: 'const options = { maxAge: 600,',
      replace: "const options = { allowedHeaders: ['authorization', 'content-type'], maxAge: 600,",
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'a preflight of an origin that may not call gets no CORS headers',
      find: 'const mayRead = origin === undefined || mayCall(origin, current);',
      replace:
        'const mayRead = isPreflight(request) || origin === undefined || mayCall(origin, current);',
      test: 'test/http/access.test.ts',
      name: 'with 403 that names it and the setting',
    },
    {
      promise: 'a request of an origin that may not call gets no CORS headers',
      find: 'const mayRead = origin === undefined || mayCall(origin, current);',
      replace:
        'const mayRead = !isPreflight(request) || origin === undefined || mayCall(origin, current);',
      test: 'test/http/access.test.ts',
      name: 'with 403 that names it and the setting',
    },
    {
      promise: 'a preflight allows the network of this computer',
      find: "if (preflight) response.setHeader('Access-Control-Allow-Private-Network', 'true');",
      replace: '',
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'a preflight holds for 600 seconds',
      find: 'maxAge: 600,',
      replace: '',
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'a preflight varies by Origin',
      find: `    response.vary('Origin');
`,
      replace: '',
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'every other answer varies by Origin',
      find: `    response.vary('Origin');
`,
      replace: `    if (isPreflight(request)) response.vary('Origin');
`,
      test: 'test/http/access.test.ts',
      name: 'lets any origin call, which must know the key',
    },
    {
      promise: 'without a key the requested headers are echoed for a listed origin, too',
      find: 'if (!mayRead || (',
      replace: 'if (!mayRead || (preflight && !current.keySet) || (',
      test: 'test/http/access.test.ts',
      name: 'lets a listed origin call, and nobody else',
    },
    {
      promise: 'a preflight allows every method of the API',
      find: 'const options = { maxAge: 600,',
      replace: "const options = { methods: 'GET,POST', maxAge: 600,",
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'a page can read the request id',
      find: "['x-request-id', 'x-should-retry', 'retry-after']",
      replace: "['x-should-retry', 'retry-after']",
      test: 'test/http/access.test.ts',
      name: 'has its headers on',
    },
  ],
};
