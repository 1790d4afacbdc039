import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: what a client sees of the work': [
    {
      promise: 'the words of an error reach a client that loses them',
      find: "options.streamErrors === 'words-first' ?",
      replace: "options.streamErrors !== 'words-first' ?",
      test: 'test/unit/server/routes/chat-completions/stream.test.ts',
      name: 'tell why the run failed as text before the error',
    },
  ],
};
