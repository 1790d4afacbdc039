import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'a file in a chat that is neither text nor PDF is refused',
      find: 'if (!isUtf8(bytes) || bytes.includes(0)) {',
      replace: 'if (bytes.length === 0) {',
      test: 'test/http/parameters.test.ts',
      name: 'a file in a chat that is neither text nor PDF',
    },
    {
      promise: 'a file for a response that is neither text nor PDF is refused',
      find: 'if (!isUtf8(bytes) || bytes.includes(0)) {',
      replace: 'if (bytes.length === 0) {',
      test: 'test/http/parameters.test.ts',
      name: 'a file for a response that is neither text nor PDF',
    },
  ],
};
