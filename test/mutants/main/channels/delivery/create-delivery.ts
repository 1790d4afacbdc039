import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Channels: exactly one final text': [
    {
      promise: 'what is processed again is not told to be broken off meanwhile',
      find: '    claimed.add(id);\n',
      replace: '',
      test: 'test/unit/channels/delivery/faults.test.ts',
      name: 'a message that is processed again takes over what is shown',
    },
  ],
};
