import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: streams': [
    {
      promise: 'the headers are held for a moment only',
      find: 'const headerHoldMs = 250;',
      replace: 'const headerHoldMs = 250_000;',
      test: 'test/http/chat-stream.test.ts',
      name: 'sends its headers and role at once, long before the first text',
    },
    {
      promise: 'the headers do not wait for the first text',
      find: 'const hold = setTimeout(() => writer.open(), headerHoldMs);',
      replace: 'const hold = setTimeout(() => undefined, headerHoldMs);',
      test: 'test/http/chat-stream.test.ts',
      name: 'sends its headers and role at once, long before the first text',
    },
  ],
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'a client that leaves before its answer ends its run',
      find: "response.once('close', release);",
      replace: '',
      test: 'test/http/chat-runs.test.ts',
      name: 'stops its run at once',
    },
    {
      promise: 'a failure before anything was sent is an HTTP error, streaming',
      find: 'if (failure && !writer.begun) {',
      replace: 'if (failure && response.destroyed) {',
      test: 'test/http/chat-stream.test.ts',
      name: 'that fails before anything was sent is an HTTP error',
    },
    {
      promise: 'a client that leaves a stream ends its run',
      find: "response.once('close', leave);",
      replace: '',
      test: 'test/http/chat-runs.test.ts',
      name: 'stops its run at once',
    },
    {
      promise: 'a client that left before its stream began ends its run',
      find: `if (response.destroyed) {
      finish();
      return;
    }`,
      replace: '',
      test: 'test/unit/server/streaming/stream-run.test.ts',
      name: 'lets go of the run when the client leaves, also one that left before',
    },
    {
      promise: 'a repetition gets the run under way from its beginning',
      find: 'let next = 0;',
      replace: 'let next = log.closed ? 0 : log.events.length;',
      test: 'test/http/idempotency.test.ts',
      name: 'attaches a repetition to the run that is under way, from its beginning',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'a failed stream ends with an error and not as if it were complete',
      find: "if (event.type === 'run.failed') return fromRunError(event.error);",
      replace: '',
      test: 'test/http/faults/upstream.test.ts',
      name: 'tokens fails honestly, asked once, with the text that came',
    },
  ],
  'Faults: client': [
    {
      promise: 'the leaving of a client that waits for a whole response is noticed',
      find: "response.once('close', release);",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
    {
      promise: 'the leaving of a chat client that waits for a whole answer is noticed',
      find: "response.once('close', release);",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
    {
      promise: 'the leaving of a client that reads a stream is noticed',
      find: "response.once('close', leave);",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of the text ends its run, and the upstream request is closed',
    },
  ],
  'Every response': [
    {
      promise: 'a failure before a response’s first byte is told by its HTTP status',
      find: 'const headerHoldMs = 250;',
      replace: 'const headerHoldMs = 0;',
      test: 'test/http/no-retry.test.ts',
      name: 'a streamed response',
    },
    {
      promise: 'a failure of the model service before its first byte is told by its HTTP status',
      find: 'const headerHoldMs = 250;',
      replace: 'const headerHoldMs = 0;',
      test: 'test/http/no-retry.test.ts',
      name: 'a streamed chat',
    },
  ],
};
