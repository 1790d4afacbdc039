import type { Mutant, MutantTable } from '../mutant.ts';

const app = 'src/main/server/app.ts';
const errorResponse = 'src/main/server/errors/error-response.ts';
const jsonBody = 'src/main/server/middleware/json-body.ts';
const test = 'test/http/access.test.ts';
const attacks = 'test/http/attacks.test.ts';

const bodies: Mutant[] = [
  {
    promise: 'a body must be application/json',
    file: app,
    find: 'app.use(requireJson());',
    replace: '',
    test,
    name: 'may not be',
  },
  {
    promise: 'application/json may say its charset, and in any case',
    file: jsonBody,
    find: "(type && request.is('application/json'))",
    replace: "type === 'application/json'",
    test,
    name: 'may be',
  },
  {
    promise: 'a text/plain body is refused, which needs no preflight',
    file: jsonBody,
    find: "request.is('application/json')",
    replace: "request.is(['application/json', 'text/plain'])",
    test,
    name: 'may not be',
  },
  {
    promise: 'a request without a body needs no type',
    file: jsonBody,
    find: 'if (!hasBody || plain',
    replace: "if ((!hasBody && request.method === 'GET') || plain",
    test,
    name: 'may be left out where there is no body',
  },
  {
    promise: 'the body limit is 32 MiB: more is refused',
    file: 'src/shared/settings.ts',
    find: "wholeNumber('Body limit', 1, 1024)\n    .default(32)",
    replace: "wholeNumber('Body limit', 1, 1024)\n    .default(64)",
    test: attacks,
    name: 'with a body of 33 MiB is answered 413',
  },
  {
    promise: 'the body limit is 32 MiB: less is taken',
    file: 'src/shared/settings.ts',
    find: "wholeNumber('Body limit', 1, 1024)\n    .default(32)",
    replace: "wholeNumber('Body limit', 1, 1024)\n    .default(30)",
    test: attacks,
    name: 'of just under the limit is taken',
  },
  {
    promise: 'the body limit is a setting',
    file: app,
    find: 'settings().server.bodyLimitMiB * 2 ** 20',
    replace: '32 * 2 ** 20',
    test: attacks,
    name: 'follows a changed body limit at once',
  },
  {
    promise: 'the refusal of a large body names the limit',
    file: errorResponse,
    find: '${Number(limit) / 2 ** 20} MiB. Raise',
    replace: 'the limit. Raise',
    test: attacks,
    name: 'with a body of 33 MiB is answered 413',
  },
  {
    promise: 'the refusal of a large body names the setting',
    file: errorResponse,
    find: ' Raise "Body limit" in Settings › Server to allow it.',
    replace: '',
    test: attacks,
    name: 'with a body of 33 MiB is answered 413',
  },
];

export const bodyMutants: MutantTable = {
  section: 'Auth, Host, CORS: bodies',
  mutants: bodies,
};
