import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'the answer of a tool of an MCP server is cut',
      find: "cutText(texts.join('\\n'))",
      replace: "texts.join('\\n')",
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'that answers a call at great length is cut',
    },
  ],
};
