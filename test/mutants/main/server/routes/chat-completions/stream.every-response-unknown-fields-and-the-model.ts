import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: unknown fields and the model': [
    {
      promise: 'the model of a streamed chat is echoed in each chunk',
      find: 'const { id, created, model } = head;',
      replace: `const { id, created } = head;
  const model = 'hermes-agent';`,
      test: 'test/http/parameters.test.ts',
      name: 'is echoed by',
    },
  ],
};
