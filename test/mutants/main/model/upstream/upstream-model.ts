import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'text already streamed is not asked for again by a retry',
      find: 'failure.retryable && !begun',
      replace: 'failure.retryable',
      also: [
        {
          file: 'src/main/model/upstream/upstream-model.ts',
          find: 'describeUpstreamFailure(thrown, service, { begun })',
          replace: 'describeUpstreamFailure(thrown, service, { begun: false })',
        },
      ],
      test: 'test/http/chat-agent.test.ts',
      name: 'within the text ends the stream with an error after the text, never repeated',
    },
    {
      promise: 'text already streamed is not asked for again without streaming',
      find: "if (!begun && trouble?.kind === 'broken_reply' && body['stream'] === true) {",
      replace: "if (trouble?.kind === 'broken_reply' && body['stream'] === true) {",
      test: 'test/http/chat-agent.test.ts',
      name: 'within the text ends the stream with an error after the text, never repeated',
    },
    {
      promise: 'text already streamed is not asked for again when all retries failed',
      find: "if (begun || trouble?.kind !== 'broken_stream') throw failure.error;",
      replace: "if (trouble?.kind !== 'broken_stream') throw failure.error;",
      test: 'test/http/chat-agent.test.ts',
      name: 'within the text ends the stream with an error after the text, never repeated',
    },
    {
      promise: 'an aborted run closes an upstream request that is not answered yet',
      find: "signal.addEventListener('abort', stop, { once: true });",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
  ],
  'Loop: upstream trouble': [
    {
      promise: 'nothing is retried after a delta of text',
      find: 'failure.retryable && !begun',
      replace: 'failure.retryable',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'after a piece, the failure is told and nothing is repeated',
    },
    {
      promise: 'the waits of the backoff are kept',
      find: 'await pause(waitMs, signal);',
      replace: 'if (failure.waitMs !== undefined) await pause(waitMs, signal);',
      test: 'test/unit/model/upstream-trouble.test.ts',
      name: 'retries come after a pause that grows',
    },
    {
      promise: 'a stream that fails before any delta is followed by a call without streaming',
      find: "if (!begun && trouble?.kind === 'broken_reply' && body['stream'] === true) {",
      replace: 'if (false) {',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'is followed by one plain call',
    },
    {
      promise: 'a stream that breaks off at every try is followed by a call without streaming',
      find: "if (begun || trouble?.kind !== 'broken_stream') throw failure.error;",
      replace: 'throw failure.error;',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'a stream that breaks off at every try is followed by one plain call',
    },
    {
      promise: 'the call without streaming is made once',
      find: "trouble?.kind === 'broken_reply' && body['stream'] === true) {",
      replace: "trouble?.kind === 'broken_reply') {",
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'when the plain call makes no sense either, the failure is told',
    },
    {
      promise: 'after a delta there is no call without streaming',
      find: "if (!begun && trouble?.kind === 'broken_reply' && body['stream'] === true) {",
      replace: "if (trouble?.kind === 'broken_reply' && body['stream'] === true) {",
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'after a piece, the failure is told and nothing is repeated',
    },
    {
      promise: 'a stream that breaks after a delta is a failure, no answer',
      find: 'const whole = builder.finished &&',
      replace: 'const whole =',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'after a piece, the failure is told and nothing is repeated',
    },
    {
      promise: 'malformed chunks are survived',
      find: `} catch {
    return undefined;
  }`,
      replace: `} catch {
    throw brokenReply('it sent something that is no JSON');
  }`,
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'malformed chunks, empty choices and comments are survived',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'a refused connection is an error of the upstream, not of ours',
      find: "if (begun || trouble?.kind !== 'broken_stream') throw failure.error;",
      replace: "if (begun || trouble?.kind !== 'broken_stream') throw thrown;",
      test: 'test/http/faults/upstream.test.ts',
      name: 'refuses the connection is a 502 that says where nothing answers',
    },
    {
      promise: 'a service that falls silent between two chunks is given up',
      find: 'builder.finished ? endGraceMs : betweenChunksTimeoutMs',
      replace: 'builder.finished ? endGraceMs : 3_600_000',
      test: 'test/http/faults/upstream.test.ts',
      name: 'hangs in the middle of its text is given up, and what came stands',
    },
    {
      promise: 'a service that fails once is asked again',
      find: 'failure.retryable && !begun',
      replace: 'failure.retryable && begun',
      test: 'test/http/faults/upstream.test.ts',
      name: 'fails once is asked again, and the client notices nothing',
    },
    {
      promise: 'a chunk that is no JSON loses that chunk only',
      find: `  } catch {
    return undefined;
  }`,
      replace: `  } catch (error) {
    throw brokenReply('no JSON', { cause: error });
  }`,
      test: 'test/http/faults/upstream.test.ts',
      name: 'sends a chunk that is no JSON loses that chunk only',
    },
    {
      promise: 'text already sent is never asked for again',
      find: 'failure.retryable && !begun',
      replace: 'failure.retryable',
      test: 'test/http/faults/upstream.test.ts',
      name: 'tokens fails honestly, asked once, with the text that came',
    },
    {
      promise: 'a stream in which nothing comes is asked for as a whole',
      find: "if (!begun && trouble?.kind === 'broken_reply' && body['stream'] === true) {",
      replace: 'if (false) {',
      test: 'test/http/faults/upstream.test.ts',
      name: 'streams nothing is asked for the whole answer',
    },
  ],
  'Faults: client': [
    {
      promise: 'the abort of a run reaches its model call',
      find: "signal.addEventListener('abort', stop, { once: true });",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of the text ends its run, and the upstream request is closed',
    },
  ],
};
