import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: bodies': [
    {
      promise: 'a body must be application/json',
      find: 'if (refusal) {',
      replace: 'if (refusal && !refusal) {',
      test: 'test/http/access.test.ts',
      name: 'may not be',
    },
    {
      promise: 'application/json may say its charset, and in any case',
      find: "(type && request.is('application/json'))",
      replace: "type === 'application/json'",
      test: 'test/http/access.test.ts',
      name: 'may be',
    },
    {
      promise: 'a text/plain body is refused, which needs no preflight',
      find: "request.is('application/json')",
      replace: "request.is(['application/json', 'text/plain'])",
      test: 'test/http/access.test.ts',
      name: 'may not be',
    },
    {
      promise: 'a request without a body needs no type',
      find: 'if (!hasBody || plain',
      replace: "if ((!hasBody && request.method === 'GET') || plain",
      test: 'test/http/access.test.ts',
      name: 'may be left out where there is no body',
    },
  ],
  'Attacks: requests': [
    {
      promise: 'a text/plain body is refused, which a page may send without a preflight',
      find: "request.is('application/json')",
      replace: "request.is(['application/json', 'text/plain'])",
      test: 'test/http/attacks.test.ts',
      name: 'with a text/plain body',
    },
    {
      promise: 'a body without a type is refused',
      find: 'if (!hasBody || plain ||',
      replace: 'if (!hasBody || plain || !type ||',
      test: 'test/http/access.test.ts',
      name: 'may not be',
    },
    {
      promise: 'a text/plain body in chunks, which tell no length, is refused',
      find: "headers['transfer-encoding'] !== undefined ||",
      replace: '',
      test: 'test/http/attacks.test.ts',
      name: 'in chunks with a text/plain body',
    },
    {
      promise: 'a body of 33 MiB is refused',
      find: 'const limit = limitBytes();',
      replace: 'const limit = limitBytes() + 2 * 2 ** 20;',
      test: 'test/http/attacks.test.ts',
      name: 'with a body of 33 MiB is answered 413',
    },
    {
      promise: 'a body of 33 MiB in chunks, which tell no length, is refused',
      find: 'const limit = limitBytes();',
      replace: "const limit = request.headers['transfer-encoding'] ? Infinity : limitBytes();",
      test: 'test/http/attacks.test.ts',
      name: 'with a body of 33 MiB in chunks',
    },
    {
      promise: 'a body that unpacks to 33 MiB is refused',
      find: 'const limit = limitBytes();',
      replace: "const limit = request.headers['content-encoding'] ? Infinity : limitBytes();",
      test: 'test/http/attacks.test.ts',
      name: 'that unpacks to 33 MiB',
    },
  ],
};
