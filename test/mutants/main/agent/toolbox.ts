import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'no key is in the environment of an MCP server',
      find: `environment: forPrograms,
    folder: homeDir,`,
      replace: `environment: () => ({ ...environment() }) as Record<string, string>,
    folder: homeDir,`,
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of an MCP server',
    },
  ],
};
