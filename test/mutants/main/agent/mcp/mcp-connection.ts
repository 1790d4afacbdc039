import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'of the tools of an MCP server so many are offered and no more',
      find: 'answer.tools.slice(0, limits.tools - found.size)',
      replace: 'answer.tools',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'that lists 40,000 tools',
    },
    {
      promise: 'a long schema does not go to the model with every call',
      find: 'return JSON.stringify(schema).length <= mostCharacters;',
      replace: 'return JSON.stringify(schema).length > 0;',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'with a description and a schema of 3 MB',
    },
    {
      promise: 'a schema that cannot be written as JSON spoils no request',
      find: 'if (error instanceof RangeError) return false;',
      replace: 'if (error instanceof RangeError) return true;',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'with a schema 20,000 levels deep',
    },
  ],
};
