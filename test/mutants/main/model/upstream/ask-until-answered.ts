import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: `text already streamed is not asked for again by a retry`,
      find: `      if (begun) {
        handoff.abandon();
        throw error;
      }
`,
      replace: ``,
      test: 'test/http/chat-agent.test.ts',
      name: 'within the text ends the stream with an error after the text, never repeated',
    },
    {
      promise: `text already streamed is not asked for again without streaming`,
      find: `      if (begun) {
        handoff.abandon();
        throw error;
      }
`,
      replace: ``,
      test: 'test/http/chat-agent.test.ts',
      name: 'within the text ends the stream with an error after the text, never repeated',
    },
    {
      promise: `text already streamed is not asked for again when all retries failed`,
      find: `      if (begun) {
        handoff.abandon();
        throw error;
      }
`,
      replace: ``,
      test: 'test/http/chat-agent.test.ts',
      name: 'within the text ends the stream with an error after the text, never repeated',
    },
  ],
  'Loop: upstream trouble': [
    {
      promise: `nothing is retried after a delta of text`,
      find: `      if (begun) {
        handoff.abandon();
        throw error;
      }
`,
      replace: ``,
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'after a piece, the failure is told and nothing is repeated',
    },
    {
      promise: `the waits of the backoff are kept`,
      find: `await pause(waitMs, signal);`,
      replace: `if (failure.waitMs !== undefined) await pause(waitMs, signal);`,
      test: 'test/unit/model/upstream-trouble.test.ts',
      name: 'retries come after a pause that grows',
    },
    {
      promise: `a stream that fails before any delta is followed by a call without streaming`,
      find: `const plain = trouble?.kind === 'broken_reply' && body['stream'] === true;`,
      replace: `const plain = false;`,
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'is followed by one plain call',
    },
    {
      promise: `a stream that breaks off at every try is followed by a call without streaming`,
      find: `if (!plain && trouble?.kind !== 'broken_stream') {`,
      replace: `if (!plain) {`,
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'a stream that breaks off at every try is followed by one plain call',
    },
    {
      promise: `the call without streaming is made once`,
      find: `trouble?.kind === 'broken_reply' && body['stream'] === true;`,
      replace: `trouble?.kind === 'broken_reply';`,
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'when the plain call makes no sense either, the failure is told',
    },
    {
      promise: `after a delta there is no call without streaming`,
      find: `      if (begun) {
        handoff.abandon();
        throw error;
      }
`,
      replace: ``,
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'after a piece, the failure is told and nothing is repeated',
    },
  ],
  'Faults: upstream': [
    {
      promise: `a refused connection is an error of the upstream, not of ours`,
      find: `        handoff.abandon();
        throw error;
      }
      // Something`,
      replace: `        handoff.abandon();
        throw thrown;
      }
      // Something`,
      test: 'test/http/faults/upstream.test.ts',
      name: 'refuses the connection is a 502 that says where nothing answers',
    },
    {
      promise: `a service that fails once is asked again`,
      find: `failure.retryable && !plain`,
      replace: `failure.retryable && plain`,
      test: 'test/http/faults/upstream.test.ts',
      name: 'fails once is asked again, and the client notices nothing',
    },
    {
      promise: `text already sent is never asked for again`,
      find: `      if (begun) {
        handoff.abandon();
        throw error;
      }
`,
      replace: ``,
      test: 'test/http/faults/upstream.test.ts',
      name: 'tokens fails honestly, asked once, with the text that came',
    },
    {
      promise: `a stream in which nothing comes is asked for as a whole`,
      find: `const plain = trouble?.kind === 'broken_reply' && body['stream'] === true;`,
      replace: `const plain = false;`,
      test: 'test/http/faults/upstream.test.ts',
      name: 'streams nothing is asked for the whole answer',
    },
  ],
};
