import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'a call of ours that comes back gets the output that it had',
      find: 'const output = id ? await findOutput(id, call_id) : undefined;',
      replace: "const output = await findOutput('', call_id);",
      test: 'test/http/responses/told-to.test.ts',
      name: 'gets the output that it had',
    },
    {
      promise: 'an error of the client’s own does not stand in for an output of ours',
      find: "if (item.type === 'function_call_output' && answered.has(item.call_id)) continue;",
      replace: '',
      test: 'test/http/responses/told-to.test.ts',
      name: 'gets the output that it had',
    },
  ],
};
