import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: `an aborted run closes an upstream request that is not answered yet`,
      find: `signal.addEventListener('abort', stop, { once: true });`,
      replace: ``,
      test: 'test/http/faults/client.test.ts',
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
  ],
  'Loop: upstream trouble': [
    {
      promise: `a stream that breaks after a delta is a failure, no answer`,
      find: `const whole = builder.finished &&`,
      replace: `const whole =`,
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'after a piece, the failure is told and nothing is repeated',
    },
    {
      promise: `malformed chunks are survived`,
      find: `  } catch {
    return undefined;
  }`,
      replace: `  } catch {
    throw brokenReply('it sent something that is no JSON');
  }`,
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'malformed chunks, empty choices and comments are survived',
    },
  ],
  'Faults: upstream': [
    {
      promise: `a service that falls silent between two chunks is given up`,
      find: `builder.finished ? endGraceMs : betweenChunksTimeoutMs`,
      replace: `builder.finished ? endGraceMs : 3_600_000`,
      test: 'test/http/faults/upstream.test.ts',
      name: 'hangs in the middle of its text is given up, and what came stands',
    },
    {
      promise: `a chunk that is no JSON loses that chunk only`,
      find: `  } catch {
    return undefined;
  }`,
      replace: `  } catch (error) {
    throw brokenReply('no JSON', { cause: error });
  }`,
      test: 'test/http/faults/upstream.test.ts',
      name: 'sends a chunk that is no JSON loses that chunk only',
    },
  ],
  'Faults: client': [
    {
      promise: `the abort of a run reaches its model call`,
      find: `signal.addEventListener('abort', stop, { once: true });`,
      replace: ``,
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of the text ends its run, and the upstream request is closed',
    },
  ],
};
