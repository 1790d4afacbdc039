import { homedir } from 'node:os';
import Conf from 'conf';
import { version } from '../../package.json';
import { createHost } from './host.ts';
import { logCrashes } from './log/log-crashes.ts';
import { openLog } from './log/open-log.ts';
import { ensureApiKey } from './settings/secrets/api-key.ts';
import { openConfiguration } from './settings/configuration.ts';
import { helpText, readFlags } from './settings/given/flags.ts';
import { describeKey, requireServerEnabled } from './settings/given/headless.ts';
import { watchKnownSecrets } from './settings/secrets/known-secrets.ts';
import { plainCipher } from './settings/secrets/secrets.ts';

/** The headless host: `npm run serve -- [flags]`. Resolves once it serves, or has said what was asked. */
async function serve(argv: readonly string[]): Promise<void> {
  // What was given as --key would stand in the process list, for every program to read.
  process.title = 'hermes-tray';
  const homeDir = homedir();
  const cwd = process.cwd();
  const flags = readFlags(argv, { homeDir, cwd });
  if (flags.help) return print(helpText());
  if (flags.version) return print(version);

  const { dataDir, settings, secrets } = openConfiguration({
    flags: flags.overrides,
    surroundings: { platform: process.platform, env: process.env, homeDir },
    cwd,
    openConf: (options) => new Conf(options),
    cipher: plainCipher,
  });
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
  });
  const close = async (): Promise<void> => {
    await host.close();
    await log.flush();
  };
  try {
    await host.server.start();
  } catch (error) {
    await close();
    throw error;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Once: a second signal has its default effect, which is to end the process at once.
    process.once(signal, () => void close().then(() => process.exit(0), fail));
  }
  print(`API server listening on ${host.server.state.url ?? ''}`);
  process.stderr.write(`${describeKey(secrets, settings.locked, newKey)}\n`);
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
