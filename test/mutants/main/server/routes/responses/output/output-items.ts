import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'Open WebUI gets outputs in parts',
      find: "output: callOutput === 'parts' ? [{ type: 'input_text' as const, text }] : text,",
      replace: 'output: text,',
      test: 'test/http/responses/told-to.test.ts',
      name: 'go to Open WebUI with outputs in parts',
    },
  ],
};
