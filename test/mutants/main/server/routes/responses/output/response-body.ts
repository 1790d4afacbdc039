import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: the object': [
    {
      promise: 'a failure is told by a code of OpenAI’s contract',
      find: "code: status < 500 ? 'invalid_prompt' : 'server_error'",
      replace: "code: 'upstream_error' as 'server_error'",
      test: 'test/unit/server/responses/progress.test.ts',
      name: 'follows the specification whatever happens in a run',
    },
  ],
};
