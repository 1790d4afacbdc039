import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'MCP servers': [
    {
      promise: 'a server that dies at its start is quoted with its last words',
      find: '`${reason}${quoted(said)}${advice',
      replace: '`${reason}${advice',
      test: 'test/unit/agent/mcp/slow-start.test.ts',
      name: 'at its start leaves its own last words',
    },
  ],
};
