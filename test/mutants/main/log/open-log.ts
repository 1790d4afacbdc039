import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'an error is in the log file at once',
      find: 'urgent ? file.writeNow(line) : file.write(line)',
      replace: 'urgent ? file.write(line) : file.write(line)',
      test: 'test/unit/log/logger.test.ts',
      name: 'an error is in the log file at once, after all that was logged before it',
    },
  ],
};
