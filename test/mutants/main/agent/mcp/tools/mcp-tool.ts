import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'a long description does not go to the model with every call',
      find: '.slice(0, limits.description)',
      replace: '',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'with a description and a schema of 3 MB',
    },
  ],
  'MCP servers': [
    {
      promise: 'a tool that its server calls destructive asks',
      find: 'annotations.destructive\n',
      replace: 'false\n',
      test: 'test/unit/agent/mcp/tools/tool-definition.test.ts',
      name: 'it asks',
    },
  ],
};
