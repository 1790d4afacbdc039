import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: settings and port': [
    {
      promise: 'a taken port is told by its number',
      find: "if (code === 'EADDRINUSE') {",
      replace: "if (code === '') {",
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'on a taken port fails, naming the port and who holds it; a free port is found',
    },
    {
      promise: 'who holds the port is told',
      find: 'const process = await findPortHolder(port);',
      replace: 'const process = await findPortHolder(0);',
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'on a taken port fails, naming the port and who holds it; a free port is found',
    },
  ],
};
