import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'MCP servers': [
    {
      promise: 'what npm says every time does not hide why a server died',
      find: '!idle.test(line)',
      replace: "line !== ''",
      test: 'test/unit/agent/mcp/slow-start.test.ts',
      name: 'at its start leaves its own last words',
    },
  ],
};
