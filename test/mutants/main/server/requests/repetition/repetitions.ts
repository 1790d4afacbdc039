import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'A repetition goes on': [
    {
      promise: 'the same words under another key are no repetition',
      find: "apiKey ?? '', namedChat(headers)",
      replace: "'', namedChat(headers)",
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'are the same words under another key',
    },
    {
      promise: 'the same words in another chat are no repetition',
      find: "namedChat(headers) ?? ''])",
      replace: "''])",
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'are the same words',
    },
    {
      promise: 'other words are no repetition',
      find: 'if ((await run.mark!.content()) !== content) continue;',
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'are the same words',
    },
    {
      promise: 'a client that left and does not say that it repeats begins anew',
      find: 'return saysSo || !isClientsDoing(run);',
      replace: 'return true;',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'begins anew where it says nothing of the kind',
    },
    {
      promise: 'a number that is always the same says nothing',
      find: 'const saysSo = retries > run.mark.retries;',
      replace: 'const saysSo = retries > 0;',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'begins anew where it says nothing of the kind',
    },
    {
      promise: 'a client that left and says that it repeats goes on',
      find: 'return saysSo || !isClientsDoing(run);',
      replace: 'return !isClientsDoing(run);',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'goes on where it says that it repeats',
    },
    {
      promise: 'two repetitions at once are one',
      find: 'return saysSo || run.attempts > 1;',
      replace: 'return saysSo;',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'goes on once for two repetitions at once',
    },
    {
      promise: 'a conversation that has gone on leaves behind what broke off in it',
      find: 'if (conversation !== undefined) abandonOthers(runs, run);',
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'is the same question once its conversation has gone on',
    },
    {
      promise: 'the same Idempotency-Key goes on',
      find: 'resume: (runId) => runs.resume(runId, { streamed }),',
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'goes on where it sends the same Idempotency-Key',
    },
  ],
};
