import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: client': [
    {
      promise: 'a question to a person is taken back when its client leaves',
      find: "signal.addEventListener('abort', onAbort, { once: true });",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'while a person is asked takes the question back',
    },
  ],
  'Faults: clock': [
    {
      promise: 'a jump neither answers nor forgets what waits for a person',
      find: "setTimeout(() => settle({ answer: 'deny', source: 'timeout' }), timeoutMs);",
      replace:
        "((end) => setInterval(() => Date.now() > end && (() => settle({ answer: 'deny', source: 'timeout' }))(), 20))(Date.now() + timeoutMs);",
      test: 'test/http/faults/clock.test.ts',
      name: 'neither answers nor forgets what waits for a person',
    },
  ],
};
