import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Approvals: [
    {
      promise: 'a decision names its id',
      find: 'approvals.answer(id, answer, reason, clientName(request.headers))',
      replace: 'approvals.answer(approvals.pending()[0]?.id ?? id, answer, reason)',
      test: 'test/http/approvals.test.ts',
      name: 'decides two that wait by their ids',
    },
    {
      promise: 'a request for what waits may wait for it',
      find: 'await somethingToDecide(approvals, wait, response);',
      replace: '',
      test: 'test/http/approvals.test.ts',
      name: 'lists what waits with all that a person must know',
    },
  ],
};
