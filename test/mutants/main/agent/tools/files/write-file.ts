import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'write_file asks before it leaves the workspace',
      find: "assess: (args, { paths }) => paths.assess(args.path, 'write'),",
      replace: "assess: (args, { paths }) => paths.assess(args.path, 'read'),",
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'to write needs approval',
    },
    {
      promise: 'a link changed after the judgement does not lead write_file elsewhere',
      find: 'writeAtomically(disk, bytes, check)',
      replace: 'writeAtomically(disk, bytes)',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a link put in the way after the judgement',
    },
  ],
};
