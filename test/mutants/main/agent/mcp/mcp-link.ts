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
    this.#options.logger.warn(reason);`,
          replace: '    this.#options.logger.warn(reason);',
        },
      ],
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'that sends messages without end is given up',
    },
  ],
  'MCP servers': [
    {
      promise: 'a server that is switched off in the middle of its start ends',
      find: 'await close();\n    signal.throwIfAborted();',
      replace: 'signal.throwIfAborted();\n    await close();',
      test: 'test/unit/agent/mcp/slow-start.test.ts',
      name: 'ends with the manager, in the middle of its start',
    },
  ],
};
