import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'a service that wants the Responses API is asked by it',
      find: "const known = fixed ? first : factsOf(dialect, 'speak').at(-1)?.api;",
      replace: 'const known = fixed ? first : undefined;',
      test: 'test/unit/model/upstream/responses/choice.test.ts',
      name: 'a refusal of tools beside reasoning leads',
    },
    {
      promise: 'what only chat completions can say is said there',
      find: "first === 'responses' && ",
      replace: 'false && ',
      test: 'test/unit/model/upstream/responses/choice.test.ts',
      name: 'what only chat completions can say',
    },
  ],
};
