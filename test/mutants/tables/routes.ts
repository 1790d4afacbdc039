import type { Mutant, MutantTable } from '../mutant.ts';

const app = 'src/main/server/app.ts';
const normalizeUrl = 'src/main/server/middleware/normalize-url.ts';
const methodNotAllowed = 'src/main/server/middleware/method-not-allowed.ts';
const health = 'src/main/server/routes/health.ts';
const models = 'src/main/server/routes/models.ts';
const responses = 'src/main/server/routes/responses/route.ts';
const runs = 'src/main/server/routes/runs/route.ts';
const test = 'test/http/routes.test.ts';

const urls: Mutant[] = [
  {
    promise: 'the routes stand under /v1',
    file: normalizeUrl,
    find: '/^(\\/v1){1,2}(?=\\/|$)/',
    replace: '/^(\\/v1){2}(?=\\/|$)/',
    test,
    name: 'lists the one model',
  },
  ...[
    ['/chat/completions', 'answers'],
    ['/models', 'lists the one model'],
    ['/responses', 'gives a response'],
    ['/runs', 'lists runs'],
    ['/health', 'tells that it is alive'],
  ].map(([route, name]) => ({
    promise: `${route} answers without the prefix`,
    file: normalizeUrl,
    find: 'const [path, query] = splitQuery(',
    replace: `if (url.startsWith('${route}')) return '/nowhere';\n  const [path, query] = splitQuery(`,
    test,
    name,
  })),
  {
    promise: 'the routes answer under /v1/v1',
    file: normalizeUrl,
    find: '{1,2}(?=',
    replace: '{1}(?=',
    test,
    name: 'answers',
  },
  {
    promise: 'doubled slashes are one',
    file: normalizeUrl,
    find: '/\\/{2,}/g',
    replace: '/\\/{3,}/g',
    test,
    name: 'lists the one model',
  },
  {
    promise: 'doubled slashes are one anywhere in the path',
    file: normalizeUrl,
    find: '/\\/{2,}/g',
    replace: '/^\\/{2,}/g',
    test,
    name: 'answers',
  },
];

/** Each field that an answer promises, taken out of it: what stands there, and what then does. */
function fieldsOf(
  what: string,
  name: string,
  file: string,
  fields: [field: string, find: string, replace: string][],
): Mutant[] {
  return fields.map(([field, find, replace]) => ({
    promise: `${what} tells ${field}`,
    file,
    find,
    replace,
    test,
    name,
  }));
}

const answers: Mutant[] = [
  ...fieldsOf('/health', 'tells that it is alive', health, [
    ['status', "status: 'ok', platform", 'platform'],
    ['platform', "platform: 'hermes-agent', version }", 'version }'],
    ['version', ', version });', ' });'],
  ]),
  ...fieldsOf('/health/detailed', 'tells uptime, runs, queue', health, [
    ['uptime', 'uptime_seconds: Math.floor(process.uptime()),', ''],
    ['active runs', 'active_runs: active.length - waiting,', ''],
    ['how many runs go at once', 'max_concurrent_runs: server.maxConcurrentRuns,', ''],
    ['how many runs may wait', 'max_queued_runs: server.maxQueuedRuns,', ''],
    ['the state of the store', '        store,\n', ''],
    ['whether the model service is reached', '        upstream,\n', ''],
    ['memory', 'memory: { rss_bytes: rss, heap_used_bytes: heapUsed },', ''],
  ]),
  {
    promise: '/health/detailed tells the queue',
    file: health,
    find: '          waiting,\n',
    replace: '          waiting: 0,\n',
    test,
    name: 'shows runs under way and runs that wait',
  },
  {
    promise: '/health/detailed counts the runs under way only as active',
    file: health,
    find: 'active_runs: active.length - waiting',
    replace: 'active_runs: active.length',
    test,
    name: 'shows runs under way and runs that wait',
  },
  ...fieldsOf('/models', 'lists the one model', models, [
    ['object: model', "    object: 'model',\n", ''],
    ['created', '    created: Math.floor(startedAt / 1000),\n', ''],
    ['owned_by', "    owned_by: 'hermes',\n", ''],
    ['permission', '    permission: [],\n', ''],
    ['root', '    root: id,\n', ''],
    ['parent', '    parent: null,\n', ''],
    ['name', '    name: id,\n', ''],
    ['context_length', '    context_length: settings.model.contextWindow,\n', ''],
    ['architecture', '    architecture: {', '    modalities: {'],
  ]),
  {
    promise: '/models tells that images can be sent',
    file: models,
    find: "input_modalities: ['text', 'image']",
    replace: "input_modalities: ['text']",
    test,
    name: 'lists the one model',
  },
  {
    promise: 'created is in seconds',
    file: models,
    find: 'Math.floor(startedAt / 1000)',
    replace: 'startedAt',
    test,
    name: 'lists the one model',
  },
  {
    promise: 'there is one model',
    file: models,
    find: 'data: [modelCard(settings(), startedAt)]',
    replace: 'data: [modelCard(settings(), startedAt), modelCard(settings(), startedAt)]',
    test,
    name: 'lists the one model',
  },
  {
    promise: 'the id of the model is a setting',
    file: models,
    find: 'const id = settings.server.modelId;',
    replace: "const id = 'hermes-agent';",
    test,
    name: 'follow the settings at once',
  },
  {
    promise: 'the context length of the model is the one in the settings',
    file: models,
    find: 'context_length: settings.model.contextWindow',
    replace: 'context_length: 128_000',
    test,
    name: 'follow the settings at once',
  },
  {
    promise: 'the model can be asked for by its id',
    file: models,
    find: ".route('/models/*id')",
    replace: ".route('/model/*id')",
    test,
    name: 'gives it alone; an unknown id is 404',
  },
  {
    promise: 'another model is 404',
    file: models,
    find: 'if (id !== modelId) {',
    replace: 'if (!id) {',
    test,
    name: 'gives it alone; an unknown id is 404',
  },
];

const routers = ['Models', 'ChatCompletions', 'Responses', 'Runs', 'DetailedHealth', 'OpenApi'];
const access: Mutant[] = [
  {
    promise: '/health asks for no key',
    file: app,
    find: 'app.use(createHealthRouter(deps));',
    replace: '',
    test,
    name: 'tells that it is alive, without a key',
  },
  ...routers.map((router) => ({
    promise: `/health is the only route without auth: not the router of ${router}`,
    file: app,
    find: 'app.use(createHealthRouter(deps));',
    replace: `app.use(createHealthRouter(deps));\n  app.use(create${router}Router(deps));`,
    test: 'test/http/openapi.test.ts',
    name: 'asks for the key like everything else but /health',
  })),
];

const unknown: Mutant[] = [
  {
    promise: 'an unknown path is told in JSON',
    file: app,
    find: 'app.use(notFound());',
    replace: '',
    test,
    name: 'is 404 in JSON',
  },
  {
    promise: 'Allow tells the methods there are',
    file: methodNotAllowed,
    find: ', { headers: { Allow: header } }',
    replace: '',
    test,
    name: 'is 405 in JSON, with Allow',
  },
  {
    promise: 'Allow names HEAD beside GET',
    file: methodNotAllowed,
    find: "(method === 'GET' ? ['GET', 'HEAD'] : [method])",
    replace: '[method]',
    test,
    name: 'is 405 in JSON, with Allow',
  },
  {
    promise: 'Allow names OPTIONS',
    file: methodNotAllowed,
    find: "[...allow, 'OPTIONS']",
    replace: '[...allow]',
    test,
    name: 'is 405 in JSON, with Allow',
  },
  ...(
    [
      ['/health', health, "router.route('/health').all(methodNotAllowed('GET'));", ''],
      ['/health/detailed', health, "    })\n    .all(methodNotAllowed('GET'));", '    });'],
      [
        '/models',
        models,
        "startedAt)] });\n    })\n    .all(methodNotAllowed('GET'));",
        'startedAt)] });\n    });',
      ],
      [
        '/models/{id}',
        models,
        "response.json(modelCard(settings(), startedAt));\n    })\n    .all(methodNotAllowed('GET'));",
        'response.json(modelCard(settings(), startedAt));\n    });',
      ],
      [
        '/chat/completions',
        'src/main/server/routes/chat-completions/route.ts',
        "\n    .all(methodNotAllowed('POST'));",
        ';',
      ],
      [
        '/responses',
        responses,
        "create(request, response, context))\n    .all(methodNotAllowed('POST'));",
        'create(request, response, context));',
      ],
      ['/responses/{id}', responses, "\n    .all(methodNotAllowed('GET', 'DELETE'));", ';'],
      [
        '/responses/{id}/cancel',
        responses,
        "cancel(request, response, context))\n    .all(methodNotAllowed('POST'));",
        'cancel(request, response, context));',
      ],
      [
        '/responses/{id}/input_items',
        responses,
        "inputItems(request, response, context))\n    .all(methodNotAllowed('GET'));",
        'inputItems(request, response, context));',
      ],
      [
        '/runs',
        runs,
        "runs.list().map(runCard) });\n    })\n    .all(methodNotAllowed('GET'));",
        'runs.list().map(runCard) });\n    });',
      ],
      [
        '/runs/{id}',
        runs,
        "response.json(runCard(find(request, deps)));\n    })\n    .all(methodNotAllowed('GET'));",
        'response.json(runCard(find(request, deps)));\n    });',
      ],
      [
        '/runs/{id}/cancel',
        runs,
        "response.json(runCard(run));\n    })\n    .all(methodNotAllowed('POST'));",
        'response.json(runCard(run));\n    });',
      ],
      [
        '/runs/{id}/events',
        runs,
        "sendEvents(request, response, deps))\n    .all(methodNotAllowed('GET'));",
        'sendEvents(request, response, deps));',
      ],
      ['/openapi.json', 'src/main/server/routes/openapi.ts', ".all(methodNotAllowed('GET'))", ''],
    ] as const
  ).map(([path, file, find, replace]) => ({
    promise: `a wrong method of ${path} is 405`,
    file,
    find,
    replace,
    test,
    name: 'is 405 in JSON, with Allow',
  })),
];

export const routesMutants: MutantTable = {
  section: 'Routes',
  mutants: [...urls, ...answers, ...access, ...unknown],
};
