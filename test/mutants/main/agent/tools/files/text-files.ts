import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a link changed after the judgement leads no deletion of patch elsewhere',
      find: '(real) => this.#check(join(real, name))',
      replace: '() => {}',
      also: [
        {
          file: 'src/main/agent/tools/files/text-files.ts',
          find: 'check(await realPathOf(file, path));',
          replace: '',
        },
      ],
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a link put in the way after the judgement',
    },
    {
      promise: 'a pipe in the workspace makes patch wait for nobody',
      find: 'constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)',
      replace: 'constants.O_RDONLY',
      test: 'test/http/hostile-workspace.test.ts',
      name: 'full of pipes and devices makes no tool wait',
    },
  ],
};
