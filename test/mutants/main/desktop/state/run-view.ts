import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Window: what a person decides on': [
    {
      promise: 'what runs outside the wall is not said to be held by it',
      find: "if (risks.some(({ rule }) => rule.startsWith('outside: '))) return 'outside';",
      replace: '',
      test: 'test/unit/desktop/state/run-view.test.ts',
      name: 'what holds a call of',
    },
    {
      promise: 'a call of an MCP server is not said to be held by the wall',
      find: "if (tool.startsWith('mcp_')) return 'server';",
      replace: "if (tool.startsWith('mcp_')) return 'wall';",
      test: 'test/unit/desktop/state/run-view.test.ts',
      name: 'what holds a call of',
    },
  ],
};
