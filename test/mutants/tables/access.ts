import type { Mutant, MutantTable } from '../mutant.ts';

const app = 'src/main/server/app.ts';
const authenticate = 'src/main/server/middleware/authenticate.ts';
const control = 'src/main/server/listening/server-control.ts';
const bindAddress = 'src/main/server/listening/bind-address.ts';
const apiKey = 'src/main/settings/secrets/api-key.ts';
const test = 'test/http/access.test.ts';
const controlTest = 'test/unit/server/listening/server-control.test.ts';
const secretsTest = 'test/unit/settings/secrets/secrets.test.ts';
const serveTest = 'test/http/serve.test.ts';

const givenKeys =
  "return [bearer, ...[plain].flat()].filter((key) => key !== undefined && key !== '')";
const rightKey = 'if (given.some((key) => sameKey(key, apiKey))) return undefined;';
const compare = 'return timingSafeEqual(digest(given.trim()), digest(real));';

const keys: Mutant[] = [
  {
    promise: 'the key may come as Authorization: Bearer',
    file: authenticate,
    find: givenKeys,
    replace: givenKeys.replace('bearer, ', ''),
    test,
    name: 'Authorization: Bearer',
  },
  {
    promise: 'the key may come as x-api-key',
    file: authenticate,
    find: givenKeys,
    replace: givenKeys.replace(', ...[plain].flat()', ''),
    test,
    name: 'takes the key as',
  },
  {
    promise: 'the scheme may be written in any case',
    file: authenticate,
    find: '/^bearer +(\\S.*)$/i',
    replace: '/^Bearer +(\\S.*)$/',
    test,
    name: 'the scheme in any case',
  },
  {
    promise: 'an empty Bearer is no key',
    file: authenticate,
    find: '/^bearer +(\\S.*)$/i',
    replace: '/^bearer *(.*)$/i',
    also: [
      { file: authenticate, find: " && key !== '')", replace: ')' },
      { file: authenticate, find: 'given.some(', replace: 'given.slice(0, 1).some(' },
    ],
    test,
    name: 'an empty Bearer and x-api-key',
  },
  {
    promise: 'either header is enough, whatever the other says',
    file: authenticate,
    find: 'given.some(',
    replace: 'given.length > 0 && given.every(',
    test,
    name: 'a wrong Bearer and the right x-api-key',
  },
  {
    promise: 'a wrong x-api-key is refused',
    file: authenticate,
    find: rightKey,
    replace: `if (headers['x-api-key']) return undefined;\n  ${rightKey}`,
    test,
    name: 'a wrong x-api-key',
  },
  {
    promise: 'keys are compared in constant time',
    file: authenticate,
    find: compare,
    replace: 'return digest(given.trim()).equals(digest(real));',
    test: 'test/unit/server/middleware/authenticate.test.ts',
    name: 'in constant time',
  },
  {
    promise: 'the time of the comparison does not tell how long the key is',
    file: authenticate,
    find: compare,
    replace: 'return given.length === real.length && timingSafeEqual(digest(given), digest(real));',
    test: 'test/unit/server/middleware/authenticate.test.ts',
    name: 'in constant time',
  },
  {
    promise: 'the key is asked for before the body is read',
    file: app,
    find: 'app.use(requireJson());',
    replace: '',
    also: [
      {
        file: app,
        find: 'app.use(createHealthRouter(deps));',
        replace:
          'app.use(createHealthRouter(deps));\n  app.use(requireJson());\n  app.use(jsonBody(() => 2 ** 20));',
      },
    ],
    test,
    name: 'comes before the body is read',
  },
  {
    promise: 'a changed key is in force at once',
    file: app,
    find: 'authenticate(() => ({ apiKey: apiKey(), boundToNetwork: boundToNetwork() }))',
    replace:
      '((key) => authenticate(() => ({ apiKey: key, boundToNetwork: boundToNetwork() })))(apiKey())',
    test,
    name: 'follows a changed key at once',
  },
];

const firstLaunch: Mutant[] = [
  {
    promise: 'the first launch makes a key',
    file: apiKey,
    find: "  secrets.set('apiKey', key);\n",
    replace: '',
    test: secretsTest,
    name: 'the first launch makes a key',
  },
  {
    promise: 'the headless host makes a key at its first launch',
    file: 'src/main/serve.ts',
    find: 'const newKey = ensureApiKey(secrets);',
    replace: 'const newKey = undefined as string | undefined;',
    test: serveTest,
    name: 'the first start makes a key, shows it once',
    build: true,
  },
  {
    promise: 'the desktop app makes a key at its first launch',
    file: 'src/main/desktop/open-desktop-host.ts',
    find: '  ensureApiKey(secrets);\n',
    replace: '',
    test: 'test/e2e/start.test.ts',
    name: 'a damaged database is kept aside',
  },
  {
    promise: 'the key is 256 random bits',
    file: apiKey,
    find: 'randomBytes(32)',
    replace: 'randomBytes(8)',
    test: secretsTest,
    name: 'the first launch makes a key',
  },
  {
    promise: 'a key that is there is kept',
    file: apiKey,
    find: "if (secrets.get('apiKey') !== undefined || secrets.isCleared('apiKey')) return undefined;",
    replace: "if (secrets.isCleared('apiKey')) return undefined;",
    test: secretsTest,
    name: 'the first launch makes a key, and later ones keep it',
  },
  {
    promise: 'a key that the person cleared stays cleared',
    file: apiKey,
    find: "if (secrets.get('apiKey') !== undefined || secrets.isCleared('apiKey')) return undefined;",
    replace: "if (secrets.get('apiKey') !== undefined) return undefined;",
    test: secretsTest,
    name: 'a key that the person removed stays removed',
  },
];

const keyless: Mutant[] = [
  {
    promise: 'without a key all requests are allowed on loopback',
    file: authenticate,
    find: ': undefined;\n  }\n  const given',
    replace: ": 'No key is set.';\n  }\n  const given",
    test,
    name: 'lets everyone on this computer in when the person has cleared the key',
  },
  {
    promise: 'without a key requests with any key are allowed on loopback',
    file: authenticate,
    find: 'if (!apiKey) {',
    replace: 'if (!apiKey && givenKeys(headers).length === 0) {',
    also: [
      { file: authenticate, find: rightKey, replace: rightKey.replace('apiKey)', "apiKey ?? '')") },
    ],
    test,
    name: 'lets everyone on this computer in when the person has cleared the key',
  },
  {
    promise: 'clearing the key leaves a server on loopback as it is',
    file: 'src/main/host.ts',
    find: 'if (open && server.boundToNetwork) rebind();',
    replace: 'if (open) void server.stop();',
    test: 'test/http/network-key.test.ts',
    name: 'leaves a server on this computer as it is',
  },
  {
    promise: 'without a key the network is refused at start',
    file: control,
    find: 'if (!loopback && !this.#options.apiKey()) throw keyRequired(host);',
    replace: '',
    test: 'test/http/network-key.test.ts',
    name: 'a start on the network without a key is refused',
  },
  {
    promise: 'the refusal says that no key is set',
    file: control,
    find: "'no API key is set. Set a key, or",
    replace: "'Set a key, or",
    test: 'test/http/network-key.test.ts',
    name: 'a start on the network without a key is refused',
  },
  {
    promise: 'the refusal says what to do',
    file: control,
    find: 'Set a key, or listen on 127.0.0.1, in Settings › Server.',
    replace: '',
    test: 'test/http/network-key.test.ts',
    name: 'a start on the network without a key is refused',
  },
  {
    promise: 'the refusal names the address',
    file: control,
    find: '`Listening on ${host} would',
    replace: '`Listening there would',
    test: 'test/http/network-key.test.ts',
    name: 'a start on the network without a key is refused',
  },
  {
    promise: 'the headless host says why it does not start on the network without a key',
    file: control,
    find: 'if (!loopback && !this.#options.apiKey()) throw keyRequired(host);',
    replace: 'if (!loopback && !this.#options.apiKey()) throw new Error();',
    test: serveTest,
    name: 'the network without a key',
    build: true,
  },
  {
    promise: 'every address of this computer needs a key: wildcards',
    file: bindAddress,
    find: "range() === 'loopback'",
    replace: "range() !== 'reserved'",
    test: controlTest,
    name: 'without a key is refused, and says why',
  },
  {
    promise: 'every address of this computer needs a key: those of a network',
    file: bindAddress,
    find: "range() === 'loopback'",
    replace: "range() !== 'unspecified'",
    test: controlTest,
    name: 'without a key is refused, and says why',
  },
  {
    promise: 'loopback needs no key',
    file: control,
    find: 'if (!loopback && !this.#options.apiKey())',
    replace: 'if (!this.#options.apiKey())',
    test: controlTest,
    name: 'on loopback needs no key',
  },
  {
    promise: 'with a key the network may be bound',
    file: control,
    find: 'if (!loopback && !this.#options.apiKey())',
    replace: 'if (!loopback)',
    test: 'test/http/network-key.test.ts',
    name: 'stops a server that the network reaches, and says why',
  },
];

export const accessMutants: MutantTable = {
  section: 'Auth, Host, CORS: keys',
  mutants: [...keys, ...firstLaunch, ...keyless],
};
