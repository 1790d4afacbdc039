import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: '64 KiB of outputs are kept of a turn at most',
      find: 'outputs: 64 * 1024,',
      replace: 'outputs: 640 * 1024,',
      test: 'test/unit/agent/remembered/told-turn.test.ts',
      name: 'a turn keeps 64 KiB of outputs at most, the short ones whole',
    },
    {
      promise: 'pictures are not kept',
      find: 'fit(messages.map(withoutPictures))',
      replace: 'fit(messages)',
      test: 'test/unit/agent/remembered/told-turn.test.ts',
      name: 'pictures are only named',
    },
  ],
};
