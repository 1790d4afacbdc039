import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: '/models tells object: model',
      find: `    object: 'model',
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells created',
      find: `    created: Math.floor(startedAt / 1000),
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells owned_by',
      find: `    owned_by: 'hermes',
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells permission',
      find: `    permission: [],
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells root',
      find: `    root: id,
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells parent',
      find: `    parent: null,
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells name',
      find: `    name: id,
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells context_length',
      find: `    context_length: settings.model.contextWindow,
`,
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells architecture',
      find: '    architecture: {',
      replace: '    modalities: {',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/models tells that images can be sent',
      find: "input_modalities: ['text', 'image']",
      replace: "input_modalities: ['text']",
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: 'created is in seconds',
      find: 'Math.floor(startedAt / 1000)',
      replace: 'startedAt',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: 'there is one model',
      find: 'data: [modelCard(settings(), startedAt)]',
      replace: 'data: [modelCard(settings(), startedAt), modelCard(settings(), startedAt)]',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: 'the id of the model is a setting',
      find: 'const id = settings.server.modelId;',
      replace: "const id = 'hermes-agent';",
      test: 'test/http/routes.test.ts',
      name: 'follow the settings at once',
    },
    {
      promise: 'the context length of the model is the one in the settings',
      find: 'context_length: settings.model.contextWindow',
      replace: 'context_length: 128_000',
      test: 'test/http/routes.test.ts',
      name: 'follow the settings at once',
    },
    {
      promise: 'the model can be asked for by its id',
      find: ".route('/models/*id')",
      replace: ".route('/model/*id')",
      test: 'test/http/routes.test.ts',
      name: 'gives it alone; an unknown id is 404',
    },
    {
      promise: 'another model is 404',
      find: 'if (id !== modelId) {',
      replace: 'if (!id) {',
      test: 'test/http/routes.test.ts',
      name: 'gives it alone; an unknown id is 404',
    },
    {
      promise: 'a wrong method of /models is 405',
      find: `startedAt)] });
    })
    .all(methodNotAllowed('GET'));`,
      replace: `startedAt)] });
    });`,
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'a wrong method of /models/{id} is 405',
      find: `response.json(modelCard(settings(), startedAt));
    })
    .all(methodNotAllowed('GET'));`,
      replace: `response.json(modelCard(settings(), startedAt));
    });`,
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
  ],
};
