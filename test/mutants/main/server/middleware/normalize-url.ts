import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'the routes stand under /v1',
      find: '/^(\\/v1){1,2}(?=\\/|$)/',
      replace: '/^(\\/v1){2}(?=\\/|$)/',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/chat/completions answers without the prefix',
      find: 'const [path, query] = splitQuery(',
      replace: `if (url.startsWith('/chat/completions')) return '/nowhere';
  const [path, query] = splitQuery(`,
      test: 'test/http/routes.test.ts',
      name: 'answers',
    },
    {
      promise: '/models answers without the prefix',
      find: 'const [path, query] = splitQuery(',
      replace: `if (url.startsWith('/models')) return '/nowhere';
  const [path, query] = splitQuery(`,
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: '/responses answers without the prefix',
      find: 'const [path, query] = splitQuery(',
      replace: `if (url.startsWith('/responses')) return '/nowhere';
  const [path, query] = splitQuery(`,
      test: 'test/http/routes.test.ts',
      name: 'gives a response',
    },
    {
      promise: '/runs answers without the prefix',
      find: 'const [path, query] = splitQuery(',
      replace: `if (url.startsWith('/runs')) return '/nowhere';
  const [path, query] = splitQuery(`,
      test: 'test/http/routes.test.ts',
      name: 'lists runs',
    },
    {
      promise: '/health answers without the prefix',
      find: 'const [path, query] = splitQuery(',
      replace: `if (url.startsWith('/health')) return '/nowhere';
  const [path, query] = splitQuery(`,
      test: 'test/http/routes.test.ts',
      name: 'tells that it is alive',
    },
    {
      promise: 'the routes answer under /v1/v1',
      find: '{1,2}(?=',
      replace: '{1}(?=',
      test: 'test/http/routes.test.ts',
      name: 'answers',
    },
    {
      promise: 'doubled slashes are one',
      find: '/\\/{2,}/g',
      replace: '/\\/{3,}/g',
      test: 'test/http/routes.test.ts',
      name: 'lists the one model',
    },
    {
      promise: 'doubled slashes are one anywhere in the path',
      find: '/\\/{2,}/g',
      replace: '/^\\/{2,}/g',
      test: 'test/http/routes.test.ts',
      name: 'answers',
    },
  ],
};
