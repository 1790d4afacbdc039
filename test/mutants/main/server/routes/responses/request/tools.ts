import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: unknown fields and the model': [
    {
      promise: 'unknown fields of a response’s tool are ignored',
      find: 'export const responseFunctionTool = z.object({',
      replace: 'export const responseFunctionTool = z.strictObject({',
      test: 'test/http/parameters.test.ts',
      name: 'of a response, its items, parts and tools are ignored',
    },
  ],
};
