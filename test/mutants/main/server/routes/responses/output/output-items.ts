import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'where calls are hidden, text before and after one is one message',
      find: "if (open?.type === 'message' && serverCalls === 'hidden') open.replied = true;\n    else ",
      replace: '',
      test: 'test/unit/server/responses/progress.test.ts',
      name: 'is one message for whom the call is hidden',
    },
    {
      promise: 'Open WebUI gets outputs in parts',
      find: "output: callOutput === 'parts' ? [{ type: 'input_text' as const, text }] : text,",
      replace: 'output: text,',
      test: 'test/http/responses/told-to.test.ts',
      name: 'go to Open WebUI with outputs in parts',
    },
  ],
};
