import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the request': [
    {
      promise: 'a conversation that ends with an answer asks for its rest',
      find: 'return unfinished ?',
      replace: 'return !last ?',
      test: 'test/http/clients/behaviour.test.ts',
      name: 'asks the model to go on',
    },
  ],
};
