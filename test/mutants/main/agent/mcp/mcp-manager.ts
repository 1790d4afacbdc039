import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'MCP servers': [
    {
      promise: 'two servers do not install one package into one folder at once',
      find: 'installed === undefined ? start() : installs.run(installed, start)',
      replace: 'start()',
      test: 'test/unit/agent/mcp/slow-start.test.ts',
      name: 'that npx installs from one package start one after the other',
    },
  ],
};
