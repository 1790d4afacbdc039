import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'x-should-retry is false when an Idempotency-Key comes with another body',
      find: "{ headers: { 'x-should-retry': 'false' } },",
      replace: '',
      test: 'test/http/idempotency.test.ts',
      name: 'refuses another body, during the run and afterwards',
    },
  ],
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'a repetition is answered by the run that is over',
      find: 'if (record) {',
      replace: "if (record && origin.api === 'desktop') {",
      test: 'test/http/idempotency.test.ts',
      name: 'answers a repetition from what is stored',
    },
    {
      promise: 'a repetition is answered by the run that is under way',
      find: 'if (twin) {',
      replace: "if (twin && request.key === '') {",
      test: 'test/http/idempotency.test.ts',
      name: 'attaches a repetition to the run that is under way, from its beginning',
    },
    {
      promise: 'another body with the same key is refused while the run is under way',
      find: 'refuseOtherBody(twin.bodyHash, bodyHash);',
      replace: '',
      test: 'test/http/idempotency.test.ts',
      name: 'refuses another body, during the run and afterwards',
    },
    {
      promise: 'another body with the same key is refused when the run is over',
      find: 'refuseOtherBody(record.bodyHash, bodyHash);',
      replace: '',
      test: 'test/http/idempotency.test.ts',
      name: 'refuses another body, during the run and afterwards',
    },
    {
      promise: 'that refusal is not to be repeated',
      find: "{ headers: { 'x-should-retry': 'false' } },",
      replace: '',
      test: 'test/http/idempotency.test.ts',
      name: 'refuses another body, during the run and afterwards',
    },
    {
      promise: 'an answer is kept for 24 hours',
      find: 'const keptMs = 24 * 60 * 60 * 1000;',
      replace: 'const keptMs = 60 * 60 * 1000;',
      test: 'test/unit/server/requests/idempotency/idempotency.test.ts',
      name: 'keeps an answer for 24 hours, apart for each API key',
    },
    {
      promise: 'a key belongs to one API key',
      find: "request.apiKey ?? '', key]",
      replace: 'key]',
      test: 'test/unit/server/requests/idempotency/idempotency.test.ts',
      name: 'keeps an answer for 24 hours, apart for each API key',
    },
    {
      promise: 'a key belongs to one endpoint',
      find: 'digestOf([request.endpoint, ',
      replace: 'digestOf([',
      test: 'test/http/idempotency.test.ts',
      name: 'is one endpoint’s own',
    },
    {
      promise: 'a run that failed before any tool ran is begun anew',
      find: "return ending.type !== 'run.completed' && !events.some(({ type }) => type === 'tool.started');",
      replace: "return ending.type !== 'run.completed' && events.length === 0;",
      test: 'test/http/idempotency.test.ts',
      name: 'lets a request that failed before anything was done run again',
    },
    {
      promise: 'a run that failed after tools had run is not begun anew',
      find: " && !events.some(({ type }) => type === 'tool.started');",
      replace: ' && events.length > 0;',
      test: 'test/http/idempotency.test.ts',
      name: 'does not run tools again after a failure',
    },
    {
      promise: 'a run that was stopped after tools had run is not begun anew',
      find: "return ending.type !== 'run.completed' && !",
      replace: "return ending.type === 'run.cancelled' || ending.type === 'run.failed' && !",
      test: 'test/http/idempotency.test.ts',
      name: 'after tools had run tells a client that comes back why its run was stopped',
    },
    {
      promise: 'a run whose host died after tools had begun is not begun anew',
      find: 'begun = Promise.allSettled([keepLog(run, cutOff)]);',
      replace: '',
      test: 'test/unit/server/requests/idempotency/idempotency.test.ts',
      name: 'does not run tools again for a client that comes back after its host has died',
    },
    {
      promise: 'a client that comes back while its dropped run is ending gets an answer',
      find: 'if (!run.stopping) return run;',
      replace: 'if (run.createdAt > 0) return run;',
      test: 'test/unit/server/requests/idempotency/idempotency.test.ts',
      name: 'begins anew for a client that comes back while its dropped run is still ending',
    },
    {
      promise: 'a key is not longer than 255 characters',
      find: "if (key === '' || key.length > longestKey) {",
      replace: "if (key === '') {",
      test: 'test/http/idempotency.test.ts',
      name: 'refuses a key that is too long',
    },
  ],
  'Faults: store': [
    {
      promise: 'an answer that cannot be kept for its Idempotency-Key is no success',
      find: 'return store.remember({ scope, bodyHash, answer, expiresAt: now() + keptMs });',
      replace:
        'return store.remember({ scope, bodyHash, answer, expiresAt: now() + keptMs }).catch(() => {});',
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that turns read-only while the host runs, and is writable again, needs no restart',
      build: true,
    },
  ],
};
