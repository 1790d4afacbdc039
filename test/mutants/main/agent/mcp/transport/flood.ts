import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'a server that sends messages without end is given up',
      find: 'if (flooded || count <= most) return;',
      replace: 'if (flooded || count > 0) return;',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'that sends messages without end is given up',
    },
    {
      promise: 'a body over HTTP has a greatest length',
      find: 'if (!isStream) length += chunk.length;',
      replace: 'if (!isStream) length += 0;',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'over HTTP that never ends',
    },
    {
      promise: 'an event over HTTP has a greatest length',
      find: 'if (byte === lineFeed && emptyLine) length = 0;',
      replace: 'if (byte === lineFeed) length = 0;',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'over HTTP that never ends',
    },
  ],
};
