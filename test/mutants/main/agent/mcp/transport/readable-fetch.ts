import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'MCP servers': [
    {
      promise: 'a call whose stream is cut off ends at once',
      find: 'if (id !== undefined && !answered && !resumable) {',
      replace: 'if (answered && id !== undefined) {',
      test: 'test/unit/agent/mcp/mcp-http.test.ts',
      name: 'in the middle of a stream ends the call at once',
    },
  ],
};
