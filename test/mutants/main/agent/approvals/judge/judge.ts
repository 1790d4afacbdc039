import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/approvals/judge/judge.test.ts';

export const mutants: MutantTable = {
  Approvals: [
    {
      promise: 'a command that takes too long to judge is asked',
      find: "within(deadlineMs, 'it took too long', answer)",
      replace: "within(10_000, 'it took too long', answer)",
      test,
      name: 'past its deadline a person must decide',
    },
    {
      promise: 'a command that breaks the judge is asked',
      find: 'return [unjudged((error as Error).message)];',
      replace: 'return [];',
      test,
      name: 'where it breaks, a person must decide',
    },
    {
      promise: 'a command that breaks the judge breaks no other',
      find: 'await end();\n      return [',
      replace: 'return [',
      test,
      name: 'past its deadline a person must decide',
    },
  ],
};
