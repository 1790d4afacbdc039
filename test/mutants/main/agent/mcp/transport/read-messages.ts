import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/mcp/transport/read-messages.test.ts';

export const mutants: MutantTable = {
  'MCP servers': [
    {
      promise: 'null stands for an absent field anywhere',
      find: '.filter(([, item]) => item !== null)',
      replace: '.filter(() => true)',
      test,
      name: 'with null in any place where nothing stood',
    },
    {
      promise: 'null in the data of a tool stays',
      find: 'opaque.has(name) ? item : ',
      replace: '',
      test,
      name: 'data of a tool, in which null is a value',
    },
    {
      promise: '"error": null beside a result is no error',
      find: 'json.error !== undefined && json.error !== null',
      replace: 'json.error !== undefined',
      test,
      name: 'an answer beside "error": null',
    },
    {
      promise: 'an answer that is null answers',
      find: 'json.result ?? {}',
      replace: 'json.result',
      test,
      name: 'an answer that is null',
    },
    {
      promise: 'a malformed greeting costs no connection',
      find: 'capabilities: {},',
      replace: 'capabilities: result.capabilities,',
      test,
      name: 'a greeting full of nulls',
    },
  ],
};
