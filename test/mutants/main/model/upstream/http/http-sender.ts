import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'an aborted run closes its upstream request',
      find: "signal.addEventListener('abort', stop, { once: true });",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of the text ends its run, and the upstream request is closed',
    },
  ],
  'Models as they are': [
    {
      promise: 'a proxy that cannot be reached is named',
      find: 'proxy && isUnreachable(thrown) ? proxyTrouble(proxy.name, thrown) : thrown',
      replace: 'thrown',
      test: 'test/unit/model/upstream/http/proxy.test.ts',
      name: 'a proxy that wants a password, or cannot be reached',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'the connection to a service given up is closed',
      find: 'outgoing.destroy(signal.reason as Error);',
      replace: 'fail(signal.reason as Error);',
      test: 'test/http/faults/upstream.test.ts',
      name: 'is given up after its timeout, and its connection is closed',
    },
    {
      promise: 'a stream cut after k tokens is no success',
      find: "incoming.on('error', fail);",
      replace: "incoming.on('error', () => end());",
      also: [
        {
          file: 'src/main/model/upstream/http/http-sender.ts',
          find: "outgoing.on('error', fail);",
          replace: "outgoing.on('error', () => end());",
        },
      ],
      test: 'test/http/faults/upstream.test.ts',
      name: 'tokens fails honestly, asked once, with the text that came',
    },
    {
      promise: 'a call cut off in its arguments runs nothing',
      find: "incoming.on('error', fail);",
      replace: "incoming.on('error', () => end());",
      also: [
        {
          file: 'src/main/model/upstream/chat/reply-assembler.ts',
          find: 'if (this.#calls.cutOff) throw',
          replace: 'if (!this.finished) {} else throw',
        },
      ],
      test: 'test/http/faults/upstream.test.ts',
      name: 'breaks off in the middle of a tool call runs no tool',
    },
  ],
  'Faults: client': [
    {
      promise: 'before the first byte, the upstream request is closed',
      find: 'outgoing.destroy(signal.reason as Error);',
      replace: 'fail(signal.reason as Error);',
      test: 'test/http/faults/client.test.ts',
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
    {
      promise: 'in the middle of the text, the upstream request is closed',
      find: 'outgoing.destroy(signal.reason as Error);',
      replace: 'fail(signal.reason as Error);',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of the text ends its run, and the upstream request is closed',
    },
  ],
};
