import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'a file in a chat that is neither text nor PDF is refused',
      find: 'return await readFile(bytes, name);',
      replace: 'return Buffer.from(bytes).toString();',
      test: 'test/http/parameters.test.ts',
      name: 'a file in a chat that is neither text nor PDF',
    },
    {
      promise: 'a file for a response that is neither text nor PDF is refused',
      find: 'return await readFile(bytes, name);',
      replace: 'return Buffer.from(bytes).toString();',
      test: 'test/http/parameters.test.ts',
      name: 'a file for a response that is neither text nor PDF',
    },
  ],
};
