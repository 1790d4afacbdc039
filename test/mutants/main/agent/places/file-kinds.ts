import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'our settings, keys and records cannot be read by a path',
      find: 'if (!isInside(own, meant)) return false;',
      replace: 'if (own !== meant) return false;',
      test: 'test/http/key-hunt.test.ts',
      name: 'may not read our',
    },
    {
      promise: 'our settings, keys and records cannot be had by a link or by another name',
      find: 'if (!isInside(own, meant)) return false;',
      replace: 'if (!meant.endsWith(".json")) return false;',
      test: 'test/http/key-hunt.test.ts',
      name: 'may not come to them by a link',
    },
    {
      promise: 'our folder is closed also where it lies in the workspace',
      find: 'if (isInside(folders.dataDir, folders.workspace) && isInside(folders.workspace, file)) {',
      replace: 'if (isInside(folders.workspace, file)) {',
      test: 'test/http/key-hunt.test.ts',
      name: 'may not read our',
    },
    {
      promise: 'the environment of the host cannot be read, whatever is approved',
      find: 'if (isOfThisProcess(file)) return true;',
      replace: '',
      test: 'test/http/key-hunt.test.ts',
      name: 'in what the system tells of the host',
      build: true,
    },
    {
      promise: 'the environments of other programs are read with approval only',
      find: 'proc\\/([^/]+\\/)+environ|',
      replace: '',
      test: 'test/unit/agent/approvals/assess-command.test.ts',
    },
  ],
};
