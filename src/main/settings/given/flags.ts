import { parseArgs } from 'node:util';
import { readOverrides, type Overrides, type PathContext } from './overrides.ts';
import { SettingsError } from '../settings-error.ts';

interface Flag {
  /** What it sets. */
  path: string;
  /** Placeholder of its value in the help. */
  value: string;
  help: string;
}

const flags: Readonly<Record<string, Flag>> = {
  host: { path: 'server.host', value: 'ADDRESS', help: 'address to listen on (127.0.0.1)' },
  port: {
    path: 'server.port',
    value: 'NUMBER',
    help: 'port to listen on (8642); 0 takes a free one',
  },
  key: { path: 'secret.apiKey', value: 'KEY', help: 'key that clients must send' },
  workspace: { path: 'agent.workspace', value: 'FOLDER', help: 'where the agent works (~/Hermes)' },
  'data-dir': { path: 'dataDir', value: 'FOLDER', help: 'where settings, store and logs are kept' },
  approvals: {
    path: 'agent.approvals',
    value: 'MODE',
    help: 'before dangerous actions: ask, deny or allow (deny)',
  },
  confinement: {
    path: 'agent.confinement',
    value: 'MODE',
    help: 'the wall around commands: auto, required or off (auto)',
  },
  model: { path: 'model.model', value: 'NAME', help: 'model at the provider' },
  'base-url': { path: 'model.baseUrl', value: 'URL', help: 'address of the model service' },
  'log-level': {
    path: 'app.logLevel',
    value: 'LEVEL',
    help: 'trace, debug, info, warn or error (info)',
  },
};

/** What the command line asks for. */
export interface Flags {
  overrides: Overrides;
  /** The client as which the server is to be called, in place of serving. */
  selfTest: string | undefined;
  /** The words behind `channels`: list, pair CODE …; undefined: it serves. */
  channels: string[] | undefined;
  help: boolean;
  version: boolean;
}

/**
 * Reads the flags of the headless host; the last of repeated ones counts.
 * @param argv without the program and the script.
 * @throws {SettingsError} naming an unknown flag, or each bad one with what is allowed.
 */
export function readFlags(argv: readonly string[], context: PathContext): Flags {
  const { values, selfTest, channels } = parse(argv);
  const given = Object.entries(flags).flatMap(([name, { path }]) => {
    const text = values[name];
    return typeof text === 'string' ? [{ name: `--${name}`, path, text }] : [];
  });
  for (const { name, text } of given) {
    if (text.trim() === '') throw new SettingsError([{ path: name, message: 'needs a value' }]);
  }
  return {
    overrides: withoutKey(readOverrides('flag', given, context), values),
    selfTest,
    channels,
    help: values.help === true,
    version: values.version === true,
  };
}

type Values = Record<string, string | boolean | undefined>;

/** Flags that take no value. */
const switches = new Set(['help', 'version', 'no-key']);

function parse(argv: readonly string[]): { values: Values } & Pick<Flags, 'selfTest' | 'channels'> {
  const text = { type: 'string' } as const;
  const options = Object.fromEntries(Object.keys(flags).map((name) => [name, text]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      ...options,
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      'no-key': { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | boolean> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (switches.has(name)) {
      if (value !== undefined) throw refusal(rawName, 'takes no value');
      values[name] = true;
    } else if (!Object.hasOwn(flags, name)) {
      throw refusal(rawName, 'is no flag of this program');
    } else if (value === undefined || (!token.inlineValue && value.startsWith('--'))) {
      throw refusal(rawName, 'needs a value');
    } else {
      values[name] = value;
    }
  }
  if (words[0] === 'channels') return { values, selfTest: undefined, channels: words.slice(1) };
  return { values, selfTest: readCommand(words), channels: undefined };
}

/** The words that are no flags: none, or `self-test` and a client. */
function readCommand(words: readonly string[]): string | undefined {
  const [command, client, ...rest] = words;
  if (command === undefined) return undefined;
  if (command !== 'self-test') throw refusal(command, 'is not understood');
  if (client === undefined) throw refusal(command, 'needs a client, e.g. self-test chatbox');
  if (rest.length > 0) throw refusal(rest[0]!, 'is not understood');
  return client;
}

/** No key for this start; one that is stored stays stored. */
function withoutKey(overrides: Overrides, values: Values): Overrides {
  if (values['no-key'] !== true) return overrides;
  if (values.key !== undefined) throw refusal('--no-key', 'contradicts --key');
  return {
    ...overrides,
    secrets: { ...overrides.secrets, apiKey: null },
    locked: [...overrides.locked, { path: 'secret.apiKey', source: 'flag', name: '--no-key' }],
  };
}

function refusal(name: string, message: string): SettingsError {
  return new SettingsError([{ path: name, message: `${message}. --help lists all flags` }]);
}

/** What `--help` prints. */
export function helpText(): string {
  const lines = Object.entries(flags).map(
    ([name, { value, help }]) => `  ${`--${name} ${value}`.padEnd(22)} ${help}`,
  );
  return [
    'Usage: npm run serve -- [flags]',
    '       npm run serve -- self-test CLIENT [flags]',
    '       npm run serve -- channels list | pair CODE | revoke ID | test',
    '',
    'Serves the agent as an OpenAI-compatible API, without a window. With self-test it calls the',
    'server as a client does (chatbox, open-webui, …), says what works, and ends.',
    '',
    ...lines,
    `  ${'--no-key'.padEnd(22)} ask clients for no key; only where this computer alone is served`,
    `  ${'--help'.padEnd(22)} shows this`,
    `  ${'--version'.padEnd(22)} shows the version`,
    '',
    'A flag beats a variable of the environment (API_SERVER_PORT, …), that a saved setting.',
  ].join('\n');
}
