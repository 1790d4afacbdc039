import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/agent/mcp/mcp-http.test.ts';

export const mutants: MutantTable = {
  'MCP servers': [
    {
      promise: 'a session that answers 404 is lost',
      find: "if (hasSession && code === 404) return 'session';",
      replace: '',
      test,
      name: 'is begun anew once, and the call made again',
    },
    {
      promise: 'a session that answers 400, and says so, is lost',
      find: 'maySayLost.has(code)',
      replace: 'code < 0',
      test,
      name: 'is begun anew once, and the call made again',
    },
    {
      promise: 'a 400 that speaks of something else is an answer',
      find: 'if (/\\bsession\\b|mcp-session-id/i.test(error.message))',
      replace: 'if (error.message)',
      test,
      name: 'is not seen in a refusal of something else',
    },
    {
      promise: 'a call that met no server was not sent',
      find: "return isUnreached(error.cause) ? 'unsent' : 'broken';",
      replace: "return 'broken';",
      test,
      name: 'with the server away is said',
    },
  ],
};
