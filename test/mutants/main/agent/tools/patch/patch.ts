import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'patch asks before it leaves the workspace',
      find: "assessFile(path, 'write', context, parts.places)",
      replace: "assessFile(path, 'read', context, parts.places)",
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'to write needs approval',
    },
    {
      promise: 'patch is judged by where it moves a file, too',
      find: '? [operation.path, operation.moveTo]',
      replace: '? [operation.path]',
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'to write needs approval',
    },
    {
      promise: 'a link changed after the judgement leads no change of patch elsewhere',
      find: "guard: await guardPaths('write', context, parts.places),",
      replace: 'guard: () => {},',
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'a link put in the way after the judgement',
    },
  ],
};
