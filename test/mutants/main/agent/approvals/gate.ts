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
  Approvals: [
    {
      promise: 'what nobody knows is asked in mode allow too',
      find: "if (mode === 'allow' && !inPerson)",
      replace: "if (mode === 'allow')",
      test: 'test/unit/agent/approvals/gate.test.ts',
      name: 'asks a person in mode allow too',
    },
    {
      promise: 'where nobody can be asked, the refusal comes at once',
      find: "return presence.possible() ? undefined : { answer: 'deny', source: 'nobody' };",
      replace: 'return undefined;',
      test: 'test/unit/agent/approvals/gate.test.ts',
      name: 'denies at once where nobody can be asked',
    },
    {
      promise: 'a question that nobody watches is refused within seconds',
      find: "if (!presence.somebody()) settle({ answer: 'deny', source: 'nobody' });\n        else absence",
      replace: 'absence',
      test: 'test/unit/agent/approvals/gate.test.ts',
      name: 'waits a little for somebody to turn up',
    },
    {
      promise: 'an answer counts once',
      find: 'if (!waiting.delete(request.id)) return;',
      replace: '',
      also: [
        {
          file: 'src/main/agent/approvals/gate.ts',
          find: "if (!found) return decided.has(id) ? 'over' : 'unknown';",
          replace: "if (!found) return 'accepted';",
        },
      ],
      test: 'test/http/approvals.test.ts',
      name: 'answers 404 for an unknown id',
    },
  ],
};
