import { homedir } from 'node:os';
import Conf from 'conf';
import { version } from '../../package.json';
import { runChannelsCommand } from './channels/channels-command.ts';
import { createHost, type Host } from './host.ts';
import { logCrashes } from './log/log-crashes.ts';
import { openLog } from './log/open-log.ts';
import { reportSelfTest, selfTestClient } from './self-test/report-self-test.ts';
import { urlFor } from './server/listening/bind-address.ts';
import { ensureApiKey } from './settings/secrets/api-key.ts';
import { openConfiguration, type Configuration } from './settings/configuration.ts';
import { helpText, readFlags } from './settings/given/flags.ts';
import {
  describeConfinement,
  describeKey,
  explainOpenNetwork,
  requireServerEnabled,
} from './settings/given/headless.ts';
import { watchKnownSecrets } from './settings/secrets/known-secrets.ts';
import { plainCipher } from './settings/secrets/secrets.ts';
import { openResponseStore, storeUrl } from './store/open-response-store.ts';
import { hasTerminal } from './system/environment/user-environment.ts';

/** The headless host: `npm run serve -- [flags]`. Resolves once it serves, or has said what was asked. */
async function serve(argv: readonly string[]): Promise<void> {
  // What was given as --key would stand in the process list, for every program to read.
  process.title = 'hermes-tray';
  const homeDir = homedir();
  const cwd = process.cwd();
  const flags = readFlags(argv, { homeDir, cwd });
  if (flags.help) return print(helpText());
  if (flags.version) return print(version);

  const configuration = openConfiguration({
    flags: flags.overrides,
    surroundings: { platform: process.platform, env: process.env, homeDir },
    cwd,
    openConf: (options) => new Conf(options),
    cipher: plainCipher,
  });
  if (flags.selfTest !== undefined) return selfTest(flags.selfTest, configuration);
  if (flags.channels) return commandChannels(flags.channels, configuration);

  const { settings, secrets } = configuration;
  const { host, close, newKey } = await open(configuration);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Once: a second signal has its default effect, which is to end the process at once.
    process.once(signal, () => void close().then(() => process.exit(0), fail));
  }
  print(`API server listening on ${host.server.state.url ?? ''}`);
  process.stderr.write(`${describeKey(secrets, settings.locked, newKey)}\n`);
  // Tried out only now: starting is not to wait for it.
  process.stderr.write(`${describeConfinement(await host.confinement.ready())}\n`);
}

interface Serving {
  host: Host;
  close: () => Promise<void>;
  /** The key that was made at this, the first, start. */
  newKey: string | undefined;
}

/** A host that listens. */
async function open({ dataDir, settings, secrets }: Configuration): Promise<Serving> {
  requireServerEnabled(settings);
  const log = openLog({
    dataDir,
    level: settings.current.app.logLevel,
    print: (line) => process.stderr.write(line),
    // No window shows them.
    maxLines: 1000,
  });
  watchKnownSecrets(settings, secrets, (values) => log.redactor.setKnown(values));
  settings.onChange((next) => (log.logger.level = next.app.logLevel));
  for (const notice of settings.notices) log.logger.child('settings').warn(notice);
  logCrashes(process, log.logger);
  const newKey = ensureApiKey(secrets);

  const host = createHost({
    dataDir,
    version,
    settings,
    secrets,
    logger: log.logger,
    logs: log.logs,
    redactor: log.redactor,
    workers: import.meta.dirname,
    defaultApprovals: 'deny',
    hasTerminal: hasTerminal(),
  });
  const close = async (): Promise<void> => {
    await host.close();
    await log.flush();
  };
  try {
    await host.server.start();
  } catch (error) {
    await close();
    throw explainOpenNetwork(error, settings);
  }
  return { host, close, newKey };
}

/** Says who may talk in chat apps, or changes it, beside a host that may be running. */
async function commandChannels(
  words: readonly string[],
  { dataDir, settings, secrets }: Configuration,
): Promise<void> {
  const log = openLog({ dataDir, level: 'warn', print: (line) => process.stderr.write(line) });
  const store = openResponseStore({
    url: storeUrl(settings.current, dataDir),
    workers: import.meta.dirname,
    logger: log.logger,
    maxStoredResponses: () => settings.current.server.maxStoredResponses,
  });
  try {
    const done = await runChannelsCommand(words, {
      settings: settings.current,
      secret: (name) => secrets.get(name),
      records: store.channels,
      print,
    });
    process.exitCode = done ? 0 : 1;
  } finally {
    await store.close();
    await log.flush();
  }
}

/** Calls the server that runs with this configuration, or else one of our own that ends with the test. */
async function selfTest(id: string, configuration: Configuration): Promise<void> {
  const client = selfTestClient(id);
  const { settings, secrets } = configuration;
  const { host, port, modelId } = settings.current.server;
  const address = urlFor(host, port);
  const running = await fetch(`${address}/health`, { signal: AbortSignal.timeout(5000) }).then(
    () => true,
    () => false,
  );
  const own = running ? undefined : await open(configuration);
  if (own)
    process.stderr.write(`Nothing listens on ${address}: a server was started for the test\n`);
  try {
    const passed = await reportSelfTest(client, print, {
      baseUrl: `${own?.host.server.state.url ?? address}/v1`,
      key: secrets.get('apiKey'),
      model: modelId,
      signal: new AbortController().signal,
    });
    process.exitCode = passed ? 0 : 1;
  } finally {
    await own?.close();
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One clear line, and out. */
function fail(error: unknown): void {
  process.stderr.write(`hermes-tray: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

serve(process.argv.slice(2)).catch(fail);
