import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/agent/confinement/file-tools.test.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'file tools are asked where programs inside the wall see nothing',
      find: "const isShown = place.access !== 'none' ||",
      replace: "const isShown = place.access !== 'none' || access === 'read' ||",
      test,
      name: 'are asked about what programs inside do not see',
    },
    {
      promise: 'file tools are asked where programs inside the wall change nothing',
      find: "if (place.access === 'write') return [];",
      replace: 'return [];',
      test,
      name: 'are asked about what programs inside do not see',
    },
    {
      promise: 'mode allow does not let file tools out of the wall',
      find: '...(table ? { leavesWall: true as const } : {}),',
      replace: '',
      test,
      name: 'are asked about what programs inside do not see',
    },
  ],
};
