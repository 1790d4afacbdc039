import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/mcp/slow-start.test.ts';

export const mutants: MutantTable = {
  'MCP servers': [
    {
      promise: 'a server that works is left alone while it starts',
      find: 'if (present > before) lastSign = now;',
      replace: '',
      test,
      name: 'is left alone as long as it works',
    },
    {
      promise: 'a server that does nothing is given up',
      find: 'if (now - lastSign >= limits.startIdleMs) {',
      replace: 'if (now < lastSign) {',
      test,
      name: 'is given up when it does nothing at all',
    },
    {
      promise: 'a server that never gets ready is given up',
      find: 'if (now - startedAt >= limits.longestStartMs) {',
      replace: 'if (now < startedAt) {',
      test,
      name: 'is given up in the end',
    },
  ],
};
