import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'a client with tools of its own is not shown ours',
      find: 'if (tools.length > 0) {',
      replace: 'if (tools.length > 100) {',
      test: 'test/http/responses/tools.test.ts',
      name: 'leave the calls of server tools out of the output',
    },
    {
      promise: 'calls are shown as MCP calls on request',
      find: "if (include.includes('hermes.mcp_calls')) return 'mcp';",
      replace: '',
      test: 'test/http/responses/told-to.test.ts',
      name: 'are shown on request: %s',
    },
    {
      promise: 'calls are shown as function calls on request',
      find: "include.includes('hermes.tool_calls') || ",
      replace: '',
      test: 'test/http/responses/told-to.test.ts',
      name: 'are shown on request: %s',
    },
    {
      promise: 'Open WebUI is shown calls beside its own tools',
      find: "telling.serverCalls === 'always' ?",
      replace: "telling.callOutput === 'string' ?",
      test: 'test/http/responses/told-to.test.ts',
      name: 'go to Open WebUI with outputs in parts',
    },
  ],
};
