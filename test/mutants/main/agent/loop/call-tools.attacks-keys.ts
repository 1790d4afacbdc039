import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'a key that a tool comes upon all the same is taken out of its answer',
      find: 'output: caller.redactKeys(result.output)',
      replace: 'output: result.output',
      test: 'test/http/key-hunt.test.ts',
      name: 'is shown no key that came to lie in a file',
    },
  ],
};
