import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/mcp/tools/mcp-result.test.ts';

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
  'MCP servers': [
    {
      promise: 'data beside blank text is told',
      find: "texts.every((text) => text.trim() === '')",
      replace: 'texts.length === 0',
      test,
      name: 'data beside blank text',
    },
    {
      promise: 'null among the blocks of an answer is nothing',
      find: 'content.filter((block) => block !== null)',
      replace: 'content',
      test,
      name: 'null among the blocks',
    },
    {
      promise: 'an answer is an error only where it says so',
      find: 'result.isError === true',
      replace: 'result.isError !== undefined',
      test,
      name: 'with isError',
    },
  ],
};
