import type { MutantTable } from '../../../mutant.ts';

const slow = 'test/unit/agent/mcp/slow-start.test.ts';
const http = 'test/unit/agent/mcp/mcp-http.test.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'of the tools of an MCP server so many are offered and no more',
      find: 'answer.tools.slice(0, limits.tools - found.size)',
      replace: 'answer.tools',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'that lists 40,000 tools',
    },
  ],
  'MCP servers': [
    {
      promise: 'a run does not wait long for a server that starts',
      find: 'await Promise.race([this.#connecting.catch(() => undefined), waited]);',
      replace: 'await this.#connecting.catch(() => undefined);',
      test: slow,
      name: 'does not hold up a run',
    },
    {
      promise: 'a server that failed is tried again by itself',
      find: 'if (this.#failures < attempts)',
      replace: 'if (this.#failures < 0)',
      test: slow,
      name: 'is tried again by itself',
    },
    {
      promise: 'a server that always fails is not tried for ever',
      find: 'if (this.#failures < attempts)',
      replace: 'if (attempts > 0)',
      test: slow,
      name: 'is tried again by itself',
    },
    {
      promise: 'progress extends the time of a call',
      find: 'resetTimeoutOnProgress: true,',
      replace: 'resetTimeoutOnProgress: false,',
      test: slow,
      name: 'may take as long as its server tells of progress',
    },
    {
      promise: 'progress does not extend the time of a call for ever',
      find: 'maxTotalTimeout: this.#options.limits.longestCallMs,',
      replace: '',
      test: slow,
      name: 'has a longest time',
    },
    {
      promise: 'a call whose fate nobody knows is not repeated',
      find: "(failure !== 'broken' || annotations.repeatable)",
      replace: 'true',
      test: http,
      name: 'before the answer leaves a call that is not repeated',
    },
    {
      promise: 'a call that does no harm a second time is repeated',
      find: "(failure !== 'broken' || annotations.repeatable)",
      replace: "failure !== 'broken'",
      test: http,
      name: 'the call is made once more',
    },
    {
      promise: 'a call is repeated once',
      find: 'const again = attempt === 1 &&',
      replace: 'const again = attempt < 5 &&',
      test: http,
      name: 'that is lost again at once is an error, not a loop',
    },
    {
      promise: 'calls of a lost session that are under way get their answers',
      find: 'if (this.#calls.get(link)) this.#retired.add(link);\n    else void link.close();',
      replace: 'void link.close();',
      test: http,
      name: 'is begun once for all calls that meet it together',
    },
  ],
};
