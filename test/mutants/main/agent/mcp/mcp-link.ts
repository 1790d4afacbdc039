import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'the process of a server that is given up ends',
      find: 'void close(0);',
      replace: '',
      also: [
        {
          file: 'src/main/agent/mcp/mcp-connection.ts',
          find: `    void link.close();
  }

  #failed`,
          replace: `  }

  #failed`,
        },
      ],
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'that sends messages without end is given up',
    },
    {
      promise: 'a message over pipes has a greatest length',
      find: 'maxBufferSize: options.limits.message,',
      replace: 'maxBufferSize: Infinity,',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'and at too great length ended',
    },
  ],
};
