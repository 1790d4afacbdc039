import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'read_file asks before it reads keys',
      find: "assess: (args, { paths }) => paths.assess(args.path, 'read'),",
      replace: '',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'to keys needs approval',
    },
    {
      promise: 'a link changed after the judgement does not lead read_file elsewhere',
      find: 'check(await realPathOf(file, disk));',
      replace: '',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a link put in the way after the judgement',
    },
    {
      promise: 'a pipe in the workspace makes read_file wait for nobody',
      find: 'constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)',
      replace: 'constants.O_RDONLY',
      test: 'test/http/hostile-workspace.test.ts',
      name: 'full of pipes and devices makes no tool wait',
    },
  ],
};
