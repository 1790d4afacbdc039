import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: keys': [
    {
      promise: 'without a key the network is refused at start',
      find: 'if (!loopback && !this.#options.apiKey()) throw keyRequired(host);',
      replace: '',
      test: 'test/http/network-key.test.ts',
      name: 'a start on the network without a key is refused',
    },
    {
      promise: 'the refusal says that no key is set',
      find: "'no API key is set. Set a key, or",
      replace: "'Set a key, or",
      test: 'test/http/network-key.test.ts',
      name: 'a start on the network without a key is refused',
    },
    {
      promise: 'the refusal says what to do',
      find: 'Set a key, or listen on 127.0.0.1, in Settings › Server.',
      replace: '',
      test: 'test/http/network-key.test.ts',
      name: 'a start on the network without a key is refused',
    },
    {
      promise: 'the refusal names the address',
      find: '`Listening on ${host} would',
      replace: '`Listening there would',
      test: 'test/http/network-key.test.ts',
      name: 'a start on the network without a key is refused',
    },
    {
      promise: 'the headless host says why it does not start on the network without a key',
      find: 'if (!loopback && !this.#options.apiKey()) throw keyRequired(host);',
      replace: 'if (!loopback && !this.#options.apiKey()) throw new Error();',
      test: 'test/http/serve.test.ts',
      name: 'the network without a key',
      build: true,
    },
    {
      promise: 'loopback needs no key',
      find: 'if (!loopback && !this.#options.apiKey())',
      replace: 'if (!this.#options.apiKey())',
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'on loopback needs no key',
    },
    {
      promise: 'with a key the network may be bound',
      find: 'if (!loopback && !this.#options.apiKey())',
      replace: 'if (!loopback)',
      test: 'test/http/network-key.test.ts',
      name: 'stops a server that the network reaches, and says why',
    },
  ],
  'Attacks: requests': [
    {
      promise: 'the server does not bind to the network without a key',
      find: 'if (!loopback && !this.#options.apiKey()) throw keyRequired(host);',
      replace: '',
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'without a key is refused, and says why',
    },
  ],
  'Faults: settings and port': [
    {
      promise: 'a taken port is an error and not a false "started"',
      find: "this.#setState({ status: 'error', error: { code, message, port: takenPort, process } });",
      replace: '',
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'on a taken port fails, naming the port and who holds it; a free port is found',
    },
    {
      promise: 'a free port near it is found',
      find: 'return findFreePort(await resolveBindAddress(host), port);',
      replace: 'return port;',
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'on a taken port fails, naming the port and who holds it; a free port is found',
    },
  ],
};
