import { expect, test } from 'vitest';
import { readEnvironment } from '../../../../src/main/settings/given/environment.ts';
import { helpText, readFlags } from '../../../../src/main/settings/given/flags.ts';
import { impliedSettings, mergeOverrides } from '../../../../src/main/settings/given/overrides.ts';
import { SettingsError } from '../../../../src/main/settings/settings-error.ts';

const context = { homeDir: '/home/ada', cwd: '/work-dir' };
const environment = (env: Record<string, string>) => readEnvironment(env, context);
const flags = (...argv: string[]) => readFlags(argv, context);

function refusal(action: () => unknown): SettingsError {
  try {
    action();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('every variable sets its setting and locks it under its own name', () => {
  const overrides = environment({
    API_SERVER_ENABLED: 'false',
    API_SERVER_HOST: '0.0.0.0',
    API_SERVER_PORT: '9000',
    API_SERVER_KEY: 'client-key',
    HERMES_STREAMING_ENABLED: 'off',
    HERMES_MODEL: 'qwen3',
    HERMES_CONTEXT_WINDOW: '32768',
    OPENAI_BASE_URL: 'http://127.0.0.1:1234/v1',
    OPENAI_API_KEY: 'provider-key',
    HERMES_MAX_ITERATIONS: '12',
    HERMES_WORKSPACE: '~/agent',
    HERMES_APPROVALS: 'allow',
    HERMES_DATABASE_URL: 'libsql://db.example',
    HERMES_MAX_CONCURRENT_RUNS: '3',
    HERMES_MCP_SERVERS: '{"mcpServers":{"time":{"command":"mcp-time"}}}',
    HERMES_DATA_DIR: 'data',
    PATH: '/bin',
  });
  expect(overrides.settings).toEqual({
    app: { startServerOnLaunch: false },
    server: {
      host: '0.0.0.0',
      port: 9000,
      databaseUrl: 'libsql://db.example',
      maxConcurrentRuns: 3,
    },
    streaming: { enabled: false },
    model: {
      provider: 'custom',
      model: 'qwen3',
      contextWindow: 32_768,
      baseUrl: 'http://127.0.0.1:1234/v1',
    },
    agent: { maxIterations: 12, workspace: '/home/ada/agent', approvals: 'allow' },
    mcpServers: { time: { command: 'mcp-time', args: [], env: {}, disabled: false } },
  });
  expect(overrides.secrets).toEqual({
    apiKey: 'client-key',
    openaiKey: 'provider-key',
    customKey: 'provider-key',
  });
  expect(overrides.dataDir).toBe('/work-dir/data');
  expect(overrides.locked).toContainEqual({
    path: 'server.port',
    source: 'environment',
    name: 'API_SERVER_PORT',
  });
  expect(overrides.locked).toHaveLength(17);
});

test('an environment without our variables sets nothing', () => {
  expect(environment({ PATH: '/bin', API_SERVER_PORT: ' ' })).toEqual({
    settings: {},
    secrets: {},
    locked: [],
    warnings: [],
  });
});

test('a chat app is on whose token is given, with what else variables say of it', () => {
  const { settings, secrets, locked, warnings } = environment({
    TELEGRAM_BOT_TOKEN: '123:abc',
    TELEGRAM_ALLOWED_USERS: ' 11, 22 ,,-33',
    TELEGRAM_ALLOW_ALL_USERS: 'false',
    TELEGRAM_REPLY_TO_MODE: 'ALL',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:8081',
    HERMES_BUSY: 'Queue',
  });
  expect(settings).toEqual({
    channels: { busy: 'queue' },
    telegram: {
      enabled: true,
      allowedUsers: ['11', '22', '-33'],
      allowAllUsers: false,
      replyToMode: 'all',
      apiRoot: 'http://127.0.0.1:8081',
    },
  });
  expect(secrets).toEqual({ telegramToken: '123:abc' });
  expect(locked).toContainEqual({
    path: 'telegram.enabled',
    source: 'environment',
    name: 'TELEGRAM_BOT_TOKEN',
  });
  expect(warnings).toEqual([]);
});

test('an unknown reply mode is the first, with a warning; an id that is none is refused', () => {
  const { settings, warnings } = environment({ TELEGRAM_REPLY_TO_MODE: 'every' });
  expect(settings).toEqual({ telegram: {} });
  expect(warnings).toEqual([
    'TELEGRAM_REPLY_TO_MODE: "every" is not understood, and "first" is used. Reply mode must be off, first or all',
  ]);
  expect(refusal(() => environment({ TELEGRAM_ALLOWED_USERS: '11,@ann' })).message).toMatch(
    /TELEGRAM_ALLOWED_USERS.*Telegram ids are numbers/s,
  );
});

test('HTTP_SERVER_ variables count where their API_SERVER_ names are not set', () => {
  const both = environment({
    API_SERVER_PORT: '1',
    HTTP_SERVER_PORT: '2',
    HTTP_SERVER_KEY: 'kkkk',
  });
  expect(both.settings.server?.port).toBe(1);
  expect(both.secrets.apiKey).toBe('kkkk');
  expect(both.locked.map(({ name }) => name)).toEqual(['API_SERVER_PORT', 'HTTP_SERVER_KEY']);
  expect(environment({ API_SERVER_PORT: '', HTTP_SERVER_PORT: '2' }).settings.server?.port).toBe(2);
});

test('HERMES_MODEL comes before LLM_MODEL', () => {
  expect(environment({ HERMES_MODEL: 'a', LLM_MODEL: 'b' }).settings.model?.model).toBe('a');
  expect(environment({ LLM_MODEL: 'b' }).settings.model?.model).toBe('b');
});

test.each([
  ['1', true],
  ['TRUE', true],
  ['yes', true],
  ['on', true],
  ['0', false],
  ['False', false],
  ['no', false],
  ['off', false],
])('%s is the boolean %s', (text, value) => {
  expect(environment({ HERMES_STREAMING_ENABLED: text }).settings.streaming?.enabled).toBe(value);
});

test.each([
  ['API_SERVER_PORT', '99999', /API_SERVER_PORT: "99999" is not valid. Port must be between/],
  ['API_SERVER_PORT', '80a', /API_SERVER_PORT: "80a".*whole number/],
  ['API_SERVER_PORT', '0x10', /whole number/],
  ['API_SERVER_PORT', '1e3', /whole number/],
  ['API_SERVER_HOST', 'http://x/', /without http/],
  ['HERMES_STREAMING_ENABLED', 'maybe', /"maybe" is not valid. Allowed are 1, true, yes, on, 0/],
  ['HERMES_APPROVALS', 'sometimes', /"sometimes".*Approvals must be ask, deny or allow/],
  ['HERMES_MAX_ITERATIONS', '0', /at least 1/],
  ['HERMES_MCP_SERVERS', '{"a": {"url": "ftp://x"}}', /HERMES_MCP_SERVERS\.a/],
])('%s=%s is an error that names it', (name, value, message) => {
  expect(refusal(() => environment({ [name]: value })).message).toMatch(message);
});

test('all bad variables are named at once', () => {
  const error = refusal(() => environment({ API_SERVER_PORT: 'x', HERMES_APPROVALS: 'y' }));
  expect(error.issues.map(({ path }) => path)).toEqual(['API_SERVER_PORT', 'HERMES_APPROVALS']);
});

test.each([
  ['API_SERVER_KEY', 'my secret'],
  ['OPENAI_API_KEY', 'sé-cret'],
  ['HERMES_MCP_SERVERS', '{"a":{"command":"x","env":{"T":"my secret"'],
  ['HERMES_MCP_SERVERS', '{"a":{"command":1,"env":{"T":"my secret"}}}'],
  ['HERMES_DATABASE_URL', 'mysql://x?authToken=my secret'],
])('an error about %s never repeats its value', (name, value) => {
  const { message } = refusal(() => environment({ [name]: value }));
  expect(message).toContain(name);
  expect(message).not.toContain('cret');
});

test('MCP servers may stand with or without their outer object', () => {
  const bare = environment({ HERMES_MCP_SERVERS: '{"time":{"url":"https://t.example/mcp"}}' });
  expect(bare.settings.mcpServers).toEqual({
    time: { url: 'https://t.example/mcp', headers: {}, disabled: false },
  });
});

test('an address makes the provider a custom one, whatever is saved: its key goes nowhere else', () => {
  const { settings, locked } = environment({ OPENAI_BASE_URL: 'http://x/v1' });
  expect(settings.model).toEqual({ provider: 'custom', baseUrl: 'http://x/v1' });
  expect(locked).toContainEqual({
    path: 'model.provider',
    source: 'environment',
    name: 'OPENAI_BASE_URL',
  });
});

test('a key alone implies OpenAI', () => {
  expect(impliedSettings(environment({ OPENAI_API_KEY: 'abcd' }))).toEqual({
    model: { provider: 'openai' },
  });
  expect(impliedSettings(environment({}))).toEqual({});
});

test('every flag sets its setting', () => {
  const line =
    '--host 0.0.0.0 --port=0 --key client-key --workspace agent --data-dir /srv/hermes ' +
    '--approvals ask --model m --base-url http://x/v1 --log-level debug';
  const { overrides } = flags(...line.split(' '));
  expect(overrides).toMatchObject({
    settings: {
      server: { host: '0.0.0.0', port: 0 },
      agent: { workspace: '/work-dir/agent', approvals: 'ask' },
      model: { model: 'm', baseUrl: 'http://x/v1' },
      app: { logLevel: 'debug' },
    },
    secrets: { apiKey: 'client-key' },
    dataDir: '/srv/hermes',
  });
  expect(overrides.locked).toContainEqual({ path: 'server.port', source: 'flag', name: '--port' });
});

test.each([
  [['--prot', '1'], /--prot: is no flag/],
  [['--port'], /--port: needs a value/],
  [['--port', '--host', 'x'], /--port: needs a value/],
  [['--port='], /--port: needs a value/],
  [['--port', 'many'], /--port: "many" is not valid/],
  [['-x'], /-x: is no flag/],
  [['9000'], /9000: is not understood/],
  [['--help=yes'], /--help: takes no value/],
  [['--log-level', 'loud'], /--log-level: "loud".*trace, debug, info, warn or error/],
  [['--__proto__', '1'], /--__proto__/],
])('%j is an error that names the flag', (argv, message) => {
  expect(refusal(() => flags(...argv)).message).toMatch(message);
});

test('a bad key on the command line is not repeated', () => {
  expect(refusal(() => flags('--key', 'my secret')).message).not.toContain('my secret');
});

test('a flag beats a variable, and locks under its own name', () => {
  const merged = mergeOverrides(
    environment({ API_SERVER_PORT: '1', API_SERVER_HOST: '::1', API_SERVER_KEY: 'kkkk' }),
    flags('--port', '2', '--key', 'llll').overrides,
  );
  expect(merged.settings.server).toEqual({ port: 2, host: '::1' });
  expect(merged.secrets.apiKey).toBe('llll');
  expect(merged.locked.map(({ name }) => name).sort()).toEqual([
    '--key',
    '--port',
    'API_SERVER_HOST',
  ]);
});

test('the help lists every flag', () => {
  expect(flags('--help').help).toBe(true);
  expect(flags('--version').version).toBe(true);
  for (const name of ['host', 'port', 'key', 'workspace', 'data-dir', 'approvals', 'model']) {
    expect(helpText()).toContain(`--${name} `);
  }
});
