import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'no key is in the environment of a command',
      find: 'createTools({ processes, judge, workers, environment })',
      replace:
        'createTools({ processes, judge, workers, environment: () => process.env as Record<string, string> })',
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of a command',
    },
    {
      promise: 'no key is in the environment of a background command',
      find: 'createTools({ processes, judge, workers, environment })',
      replace:
        'createTools({ processes, judge, workers, environment: () => process.env as Record<string, string> })',
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of a background command',
    },
    {
      promise: 'no key is in the environment of an MCP server',
      find: `environment,
    folder: homeDir,`,
      replace: `environment: () => ({ ...process.env }) as Record<string, string>,
    folder: homeDir,`,
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of an MCP server',
    },
  ],
};
