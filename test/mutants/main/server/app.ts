import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: '/health asks for no key',
      find: 'app.use(createHealthRouter(deps));',
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'tells that it is alive, without a key',
    },
    {
      promise: '/health is the only route without auth: not the router of Models',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use(createHealthRouter(deps));
  app.use(createModelsRouter(deps));`,
      test: 'test/http/openapi.test.ts',
      name: 'asks for the key like everything else but /health',
    },
    {
      promise: '/health is the only route without auth: not the router of ChatCompletions',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use(createHealthRouter(deps));
  app.use(createChatCompletionsRouter(deps));`,
      test: 'test/http/openapi.test.ts',
      name: 'asks for the key like everything else but /health',
    },
    {
      promise: '/health is the only route without auth: not the router of Responses',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use(createHealthRouter(deps));
  app.use(createResponsesRouter(deps));`,
      test: 'test/http/openapi.test.ts',
      name: 'asks for the key like everything else but /health',
    },
    {
      promise: '/health is the only route without auth: not the router of Runs',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use(createHealthRouter(deps));
  app.use(createRunsRouter(deps));`,
      test: 'test/http/openapi.test.ts',
      name: 'asks for the key like everything else but /health',
    },
    {
      promise: '/health is the only route without auth: not the router of DetailedHealth',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use(createHealthRouter(deps));
  app.use(createDetailedHealthRouter(deps));`,
      test: 'test/http/openapi.test.ts',
      name: 'asks for the key like everything else but /health',
    },
    {
      promise: '/health is the only route without auth: not the router of OpenApi',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use(createHealthRouter(deps));
  app.use(createOpenApiRouter(deps));`,
      test: 'test/http/openapi.test.ts',
      name: 'asks for the key like everything else but /health',
    },
    {
      promise: 'an unknown path is told in JSON',
      find: 'app.use(notFound());',
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'is 404 in JSON',
    },
  ],
  'Every response': [
    {
      promise: 'every answer has an x-request-id',
      find: 'app.use(requestId());',
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'stands on',
    },
  ],
  'Auth, Host, CORS: keys': [
    {
      promise: 'the key is asked for before the body is read',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use(createHealthRouter(deps));
  app.use(jsonBody(() => settings().server.bodyLimitMiB * 2 ** 20, deps.parseLargeJson));`,
      test: 'test/http/access.test.ts',
      name: 'comes before the body is read',
    },
    {
      promise: 'a changed key is in force at once',
      find: 'authenticate(() => ({ apiKey: apiKey(), boundToNetwork: boundToNetwork() }))',
      replace:
        '((key) => authenticate(() => ({ apiKey: key, boundToNetwork: boundToNetwork() })))(apiKey())',
      test: 'test/http/access.test.ts',
      name: 'follows a changed key at once',
    },
  ],
  'Auth, Host, CORS: Host': [
    {
      promise: 'extra hosts are in force as soon as they are added',
      find: `app.use(
    checkHost(() => ({
      extraHosts: settings().server.extraHosts,`,
      replace: `const { extraHosts } = settings().server;
  app.use(
    checkHost(() => ({
      extraHosts,`,
      test: 'test/http/access.test.ts',
      name: 'may be one of the extra hosts',
    },
    {
      promise: 'Host is checked against where the server is really bound',
      find: `      boundToNetwork: boundToNetwork(),
`,
      replace: `      boundToNetwork: true,
`,
      test: 'test/http/access.test.ts',
      name: 'is refused with 403 that names it and the setting',
    },
    {
      promise: 'Host is checked for /health, too',
      find: 'app.use(requestId());',
      replace: `app.use(requestId());
  app.use(createHealthRouter(deps));`,
      test: 'test/http/access.test.ts',
      name: 'is checked before all else',
    },
  ],
  'Auth, Host, CORS: web pages': [
    {
      promise: 'a web page must know the key all the same',
      find: 'app.use(createHealthRouter(deps));',
      replace: `app.use((request, response, next) =>
    request.headers.origin ? createModelsRouter(deps)(request, response, next) : next(),
  );
  app.use(createHealthRouter(deps));`,
      test: 'test/http/access.test.ts',
      name: 'lets any origin call, which must know the key',
    },
    {
      promise: 'the list is in force as soon as it changes',
      find: `const corsRules = (): OriginRules => ({
    allowedOrigins: settings().server.allowedOrigins,`,
      replace: `const { allowedOrigins } = settings().server;
  const corsRules = (): OriginRules => ({
    allowedOrigins,`,
      test: 'test/http/access.test.ts',
      name: 'echoes a listed origin',
    },
    {
      promise: 'whether a key is set is known at each request',
      find: 'keySet: Boolean(apiKey()),',
      replace: 'keySet: true,',
      test: 'test/http/access.test.ts',
      name: 'with 403 that tells what to do',
    },
    {
      promise: 'a preflight is answered before auth',
      find: 'app.use(requestId());',
      replace: `app.use(requestId());
  app.use((request, response, next) =>
    request.method === 'OPTIONS'
      ? authenticate(() => ({ apiKey: apiKey(), boundToNetwork: false }))(request, response, next)
      : next(),
  );`,
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'CORS headers stand on the refusal of a Host',
      find: `  app.use(corsHeaders(corsRules));
`,
      replace: '',
      also: [
        {
          file: 'src/main/server/app.ts',
          find: 'app.use(checkOrigin(corsRules));',
          replace: `app.use(corsHeaders(corsRules));
  app.use(checkOrigin(corsRules));`,
        },
      ],
      test: 'test/http/errors.test.ts',
      name: 'of the Host can be read by a page that may call',
    },
  ],
  'Auth, Host, CORS: bodies': [
    {
      promise: 'the body limit is a setting',
      find: 'settings().server.bodyLimitMiB * 2 ** 20',
      replace: '32 * 2 ** 20',
      test: 'test/http/attacks.test.ts',
      name: 'follows a changed body limit at once',
    },
  ],
};
