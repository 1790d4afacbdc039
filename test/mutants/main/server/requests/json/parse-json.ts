import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: requests': [
    {
      promise: 'JSON that is 10,000 levels deep is refused',
      find: 'const maxDepth = 256;',
      replace: 'const maxDepth = 25_600;',
      test: 'test/http/attacks.test.ts',
      name: 'with JSON 10,000 deep in',
    },
    {
      promise: 'depth behind a string with an escaped quote is seen',
      find: 'if (escapes % 2 === 0) return end;',
      replace: 'return end;',
      test: 'test/unit/server/requests/json/parse-json.test.ts',
      name: 'cannot hide depth behind',
    },
    {
      promise: 'depth behind a string that ends in a backslash is seen',
      find: 'if (escapes % 2 === 0) return end;',
      replace: 'if (escapes === 0) return end;',
      test: 'test/unit/server/requests/json/parse-json.test.ts',
      name: 'cannot hide depth behind',
    },
    {
      promise: 'JSON of millions of tiny values is refused before it is parsed',
      find: 'if (values > maxValues) {',
      replace: 'if (values < 0) {',
      test: 'test/unit/server/requests/json/parse-json.test.ts',
      name: 'made of too many values is refused',
    },
    {
      promise: '__proto__ keys are dropped',
      find: "protoAction: 'remove'",
      replace: "protoAction: 'ignore'",
      test: 'test/http/attacks.test.ts',
      name: 'with __proto__ and constructor keys',
    },
    {
      promise: 'constructor.prototype keys are dropped',
      find: "constructorAction: 'remove'",
      replace: "constructorAction: 'ignore'",
      test: 'test/http/attacks.test.ts',
      name: 'with __proto__ and constructor keys',
    },
    {
      promise: 'a body of invalid UTF-8 is refused',
      find: "if (!isUtf8(bytes)) throw invalidRequest('The body is not valid UTF-8.');",
      replace: '',
      test: 'test/http/attacks.test.ts',
      name: 'invalid UTF-8',
    },
  ],
};
