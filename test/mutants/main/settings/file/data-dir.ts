import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'a data folder read-only at the start is one clear line that names it',
      find: "    throw new DataDirError(folder, 'be written', error);",
      replace: '    throw error;',
      test: 'test/http/faults/disk.test.ts',
      name: 'is one clear line that names the folder',
      build: true,
    },
  ],
  'Faults: settings and port': [
    {
      promise: 'a data folder that is read-only is named at the start',
      find: `  assertWritable(folder);
}`,
      replace: '}',
      test: 'test/unit/settings/configuration.test.ts',
      name: 'a read-only data folder is named, at start and when it becomes so later',
    },
  ],
};
