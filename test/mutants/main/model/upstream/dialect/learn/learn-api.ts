import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise:
        'where there is no Responses API, a model that refuses tools while it thinks does without thinking',
      find: "? [[{ kind: 'set', field, value: 'none', beside: 'tools' }]]",
      replace: '? []',
      test: 'test/unit/model/upstream/responses/choice.test.ts',
      name: 'where there is no Responses API',
    },
    {
      promise: 'a service without the Responses API is asked by chat completions',
      find: 'return elsewhere || hasNoResponses(refusal, body) ?',
      replace: 'return elsewhere ?',
      test: 'test/unit/model/upstream/responses/choice.test.ts',
      name: 'a service without the Responses API',
    },
  ],
};
