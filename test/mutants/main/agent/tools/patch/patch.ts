import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'patch asks before it leaves the workspace',
      find: "paths.assess(path, 'write')",
      replace: "paths.assess(path, 'read')",
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'to write needs approval',
    },
    {
      promise: 'patch is judged by where it moves a file, too',
      find: '? [operation.path, operation.moveTo]',
      replace: '? [operation.path]',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'to write needs approval',
    },
    {
      promise: 'a link changed after the judgement leads no change of patch elsewhere',
      find: "check: await paths.hold('write', allowed),",
      replace: 'check: () => {},',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a link put in the way after the judgement',
    },
  ],
};
