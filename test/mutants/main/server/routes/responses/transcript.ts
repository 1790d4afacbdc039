import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: how a conversation goes on': [
    {
      promise: 'what the person said is not said again by the outputs beside it',
      find: 'if (!goesOn) return now;',
      replace: 'if (!goesOn || now.length > 0) return now;',
      test: 'test/unit/server/responses/transcript.test.ts',
      name: 'leaves out what the person said where it comes again',
    },
  ],
};
