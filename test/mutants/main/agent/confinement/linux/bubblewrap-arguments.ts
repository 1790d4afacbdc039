import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/confinement/wall.test.ts';

export const mutants: MutantTable = {
  'Attacks: programs': [
    {
      promise: 'a program inside the wall neither sees nor ends the processes of others',
      find: `    '--unshare-pid',
    '--unshare-ipc',`,
      replace: `    '--unshare-ipc',`,
      test,
      name: 'nobody else’s process is seen',
    },
    {
      promise: 'without a network nothing is reached',
      find: "...(network || inRoom ? [] : ['--unshare-net']),",
      replace: '',
      also: [
        {
          file: 'src/main/agent/confinement/linux/bubblewrap-arguments.ts',
          find: "...(network ? [] : ['--unshare-net']),",
          replace: '',
        },
      ],
      test,
      name: 'without a network nothing is reached',
    },
  ],
};
