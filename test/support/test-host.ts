import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Conf from 'conf';
import { createHost, type Host } from '../../src/main/host.ts';
import { openLog } from '../../src/main/log/open-log.ts';
import { openConfiguration } from '../../src/main/settings/configuration.ts';
import { watchKnownSecrets } from '../../src/main/settings/secrets/known-secrets.ts';
import { plainCipher } from '../../src/main/settings/secrets/secrets.ts';
import type { SettingsPatch } from '../../src/shared/settings.ts';

/** A real host in this process, with folders of its own. */
export interface TestHost {
  /** `http://127.0.0.1:PORT`, without a path. */
  url: string;
  /** Null when it was started without one. */
  key: string | null;
  host: Host;
  dataDir: string;
  workspace: string;
  /** Headers that a client with the key sends. */
  headers: Record<string, string>;
  /** Ends the host; removes its folders unless they were given. */
  close(): Promise<void>;
}

export interface TestHostOptions {
  /** Base URL of the model service, ending in /v1. Left out: the demo model. */
  upstream?: string;
  settings?: SettingsPatch;
  /** Default: a fixed test key. Null: none. */
  key?: string | null;
  /** Kept at close, for tests that start twice. */
  dataDir?: string;
  workspace?: string;
  /** Default `deny`, as headless. */
  defaultApprovals?: 'ask' | 'deny';
  /** Default true. */
  start?: boolean;
}

/** Folder of the built workers; `npm test` builds first. */
const workers = path.resolve(import.meta.dirname, '../../out/main');

/** Starts a host on a free port. The environment of the test process has no say. */
export async function startTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'hermes-data-')));
  const workspace = options.workspace ?? (await mkdtemp(path.join(tmpdir(), 'hermes-work-')));
  const key = options.key === undefined ? 'sk-hermes-test-key' : options.key;
  const { settings, secrets } = openConfiguration({
    surroundings: {
      platform: process.platform,
      env: { HERMES_DATA_DIR: dataDir },
      homeDir: dataDir,
    },
    cwd: workspace,
    openConf: (conf) => new Conf(conf),
    cipher: plainCipher,
  });
  settings.update({
    ...options.settings,
    server: { port: 0, ...options.settings?.server },
    agent: { workspace, ...options.settings?.agent },
    model: {
      ...(options.upstream
        ? { provider: 'custom', baseUrl: options.upstream, model: 'test-model' }
        : {}),
      ...options.settings?.model,
    },
  });
  secrets.set('apiKey', key ?? undefined);
  if (options.upstream) secrets.set('customKey', 'sk-upstream-test');
  const log = openLog({ dataDir, level: settings.current.app.logLevel, print: () => {} });
  watchKnownSecrets(settings, secrets, (values) => log.redactor.setKnown(values));
  const host = createHost({
    dataDir,
    version: '0.0.0-test',
    settings,
    secrets,
    logger: log.logger,
    logs: log.logs,
    redactor: log.redactor,
    workers,
    defaultApprovals: options.defaultApprovals ?? 'deny',
    // The environment of the tests themselves.
    hasTerminal: true,
  });
  if (options.start ?? true) await host.server.start();
  return {
    get url() {
      return host.server.state.url ?? '';
    },
    key,
    host,
    dataDir,
    workspace,
    headers: {
      'Content-Type': 'application/json',
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
    },
    async close() {
      await host.close();
      await log.flush();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
      if (!options.workspace) await rm(workspace, { recursive: true, force: true });
    },
  };
}
