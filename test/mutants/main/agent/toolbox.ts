import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'no key is in the environment of a command',
      find: `    workers,
    environment,
    variableFilter:`,
      replace: `    workers,
    environment: () => process.env as Record<string, string>,
    variableFilter:`,
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of a command',
    },
    {
      promise: 'no key is in the environment of a background command',
      find: `    workers,
    environment,
    variableFilter:`,
      replace: `    workers,
    environment: () => process.env as Record<string, string>,
    variableFilter:`,
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of a background command',
    },
    {
      promise: 'no key is in the environment of an MCP server',
      find: `    environment,
    callMs`,
      replace: `    environment: () => ({ ...process.env }) as Record<string, string>,
    callMs`,
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of an MCP server',
    },
  ],
};
