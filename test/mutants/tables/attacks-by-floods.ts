import type { MutantTable } from '../mutant.ts';

const flood = 'test/unit/agent/mcp/mcp-flood.test.ts';
const mcp = 'src/main/agent/mcp';

/** More than anybody can listen to: of an MCP server, or of a model gone astray. */
export const floodAttacksMutants: MutantTable = {
  section: 'Attacks: floods',
  mutants: [
    {
      promise: 'of the tools of an MCP server so many are offered and no more',
      file: `${mcp}/mcp-connection.ts`,
      find: 'answer.tools.slice(0, limits.tools - found.size)',
      replace: 'answer.tools',
      test: flood,
      name: 'that lists 40,000 tools',
    },
    {
      promise: 'a long schema does not go to the model with every call',
      file: `${mcp}/mcp-connection.ts`,
      find: 'return JSON.stringify(schema).length <= mostCharacters;',
      replace: 'return JSON.stringify(schema).length > 0;',
      test: flood,
      name: 'with a description and a schema of 3 MB',
    },
    {
      promise: 'a long description does not go to the model with every call',
      file: `${mcp}/mcp-tool.ts`,
      find: '.slice(0, limits.description)',
      replace: '',
      test: flood,
      name: 'with a description and a schema of 3 MB',
    },
    {
      promise: 'a schema that cannot be written as JSON spoils no request',
      file: `${mcp}/mcp-connection.ts`,
      find: 'if (error instanceof RangeError) return false;',
      replace: 'if (error instanceof RangeError) return true;',
      test: flood,
      name: 'with a schema 20,000 levels deep',
    },
    {
      promise: 'a server that sends messages without end is given up',
      file: `${mcp}/mcp-flood.ts`,
      find: 'if (flooded || count <= most) return;',
      replace: 'if (flooded || count > 0) return;',
      test: flood,
      name: 'that sends messages without end is given up',
    },
    {
      promise: 'the process of a server that is given up ends',
      file: `${mcp}/mcp-link.ts`,
      find: 'void close(0);',
      replace: '',
      also: [
        {
          file: `${mcp}/mcp-connection.ts`,
          find: '    void link.close();\n  }\n\n  #failed',
          replace: '  }\n\n  #failed',
        },
      ],
      test: flood,
      name: 'that sends messages without end is given up',
    },
    {
      promise: 'a message over pipes has a greatest length',
      file: `${mcp}/mcp-link.ts`,
      find: 'maxBufferSize: options.limits.message,',
      replace: 'maxBufferSize: Infinity,',
      test: flood,
      name: 'and at too great length ended',
    },
    {
      promise: 'a body over HTTP has a greatest length',
      file: `${mcp}/mcp-flood.ts`,
      find: 'if (!isStream) length += chunk.length;',
      replace: 'if (!isStream) length += 0;',
      test: flood,
      name: 'over HTTP that never ends',
    },
    {
      promise: 'an event over HTTP has a greatest length',
      file: `${mcp}/mcp-flood.ts`,
      find: 'if (byte === lineFeed && emptyLine) length = 0;',
      replace: 'if (byte === lineFeed) length = 0;',
      test: flood,
      name: 'over HTTP that never ends',
    },
    {
      promise: 'the answer of a tool of an MCP server is cut',
      file: `${mcp}/mcp-result.ts`,
      find: "cutText(texts.join('\\n'))",
      replace: "texts.join('\\n')",
      test: flood,
      name: 'that answers a call at great length is cut',
    },
    {
      promise: 'of the calls of one reply so many run at once and no more',
      file: 'src/main/agent/loop/call-tools.ts',
      find: 'Math.min(mostAtOnce, items.length)',
      replace: 'items.length',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'runs at most 16 calls at once, however many there are',
    },
    {
      promise: 'thousands of calls of one reply are answered in order',
      file: 'src/main/agent/loop/call-tools.ts',
      find: 'results[index] = await work(item);',
      replace: 'results.push(await work(item));',
      test: 'test/http/hostile-workspace.test.ts',
      name: 'that calls 2,000 tools at once',
    },
    {
      promise: '10,000 calls of one reply leave the host time for its other clients',
      file: 'src/main/agent/loop/call-tools.ts',
      find: 'if (index % callsPerTurn === callsPerTurn - 1) await nextTurn();',
      replace: '',
      test: 'test/unit/agent/loop/call-tools.test.ts',
      name: 'leave the rest of the host its turns',
    },
  ],
};
