import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'write_file asks before it leaves the workspace',
      find: "assess: (args, context) => assessFile(args.path, 'write', context, places),",
      replace: "assess: (args, context) => assessFile(args.path, 'read', context, places),",
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'to write needs approval',
    },
    {
      promise: 'a link changed after the judgement does not lead write_file elsewhere',
      find: 'writeAtomically(absolute, content, guard)',
      replace: 'writeAtomically(absolute, content)',
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'a link put in the way after the judgement',
    },
  ],
};
