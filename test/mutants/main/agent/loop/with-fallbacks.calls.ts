import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'a model without tools is told in words what tools found in earlier turns',
      find: 'const rest = withCallsAsText(messages.slice(1));',
      replace: 'const rest = messages.slice(1);',
      test: 'test/http/with-fallbacks.test.ts',
      name: 'is told in words what tools found in earlier turns',
    },
  ],
};
