import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'it is left out where the service does not want it back',
      find: 'return named.length > 0 ? [named.map(',
      replace: 'return named.length > 9 ? [named.map(',
      test: 'test/http/service-extras.test.ts',
      name: 'is left out from then on',
    },
    {
      promise: 'a placeholder stands for reasoning that nobody knows',
      find: "shapes: ['reasoning_always'],",
      replace: 'shapes: [],',
      test: 'test/http/service-extras.test.ts',
      name: 'a placeholder for the reasoning',
    },
    {
      promise: 'a placeholder stands for a signature that nobody knows',
      find: "{ said: /thought_?signature/i, shapes: ['signed_calls'] },",
      replace: '',
      test: 'test/http/service-extras.test.ts',
      name: 'a placeholder for the signature',
    },
  ],
};
