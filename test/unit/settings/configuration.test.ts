import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConfiguration } from '../../../src/main/settings/configuration.ts';
import { defaultDataDir, openDataDir } from '../../../src/main/settings/file/data-dir.ts';
import { DataDirError } from '../../../src/main/settings/file/data-dir-error.ts';
import { readFlags } from '../../../src/main/settings/given/flags.ts';
import { describeKey, requireServerEnabled } from '../../../src/main/settings/given/headless.ts';
import { plainCipher } from '../../../src/main/settings/secrets/secrets.ts';
import { resolveWorkspace } from '../../../src/main/settings/workspace.ts';
import { settingsSchema } from '../../../src/shared/settings.ts';
import { dataFolder, openConf } from '../../support/settings-folder.ts';

function open(home: string, options: { env?: NodeJS.ProcessEnv; argv?: string[] } = {}) {
  const { env = {}, argv = [] } = options;
  return openConfiguration({
    flags: readFlags(argv, { homeDir: home, cwd: home }).overrides,
    surroundings: { platform: 'linux', env, homeDir: home },
    cwd: home,
    openConf,
    cipher: plainCipher,
  });
}

test('a flag beats a variable beats a saved setting beats a default', () => {
  const home = dataFolder().path;
  const env = { API_SERVER_PORT: '2' };
  expect(open(home).settings.current.server.port).toBe(8642);
  open(home).settings.update({ server: { port: 1 } });
  expect(open(home).settings.current.server.port).toBe(1);
  expect(open(home, { env }).settings.current.server.port).toBe(2);
  expect(open(home, { env, argv: ['--port', '3'] }).settings.current.server.port).toBe(3);
  expect(open(home).settings.current.server.port).toBe(1);
});

test('a saved provider beats the one that a variable implies', () => {
  const home = dataFolder().path;
  const env = { OPENAI_API_KEY: 'sk-of-openai' };
  expect(open(home, { env }).settings.current.model.provider).toBe('openai');
  open(home).settings.update({ model: { provider: 'ollama' } });
  expect(open(home, { env }).settings.current.model.provider).toBe('ollama');
});

test('settings and secrets are where HERMES_DATA_DIR says, and --data-dir beats it', () => {
  const home = dataFolder().path;
  const env = { HERMES_DATA_DIR: 'one' };
  expect(open(home, { env }).dataDir).toBe(join(home, 'one'));
  expect(open(home, { env, argv: ['--data-dir', '~/two'] }).dataDir).toBe(join(home, 'two'));
});

test('notices of both files are shown', () => {
  const home = dataFolder();
  home.write('settings.json', '{');
  home.write('secrets.json', '{');
  const { settings } = open(home.path, { env: { HERMES_DATA_DIR: home.path } });
  expect(settings.notices.map((notice) => notice.split(' ')[0])).toEqual([
    'secrets.json',
    'settings.json',
  ]);
});

test.each([
  ['linux', {}, '/home/ada/.config/hermes-tray'],
  ['linux', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/hermes-tray'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/hermes-tray'],
  ['darwin', {}, '/home/ada/Library/Application Support/hermes-tray'],
  ['win32', { APPDATA: 'C:\\Users\\ada\\Roaming' }, 'C:\\Users\\ada\\Roaming\\hermes-tray'],
] as const)('the data folder on %s with %j is %s', (platform, env, folder) => {
  expect(defaultDataDir({ platform, env, homeDir: '/home/ada' })).toBe(folder);
});

test('the data folder is made for its owner only', () => {
  const folder = join(dataFolder().path, 'a', 'b');
  openDataDir(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a data folder that cannot be made is named', () => {
  const folder = dataFolder();
  folder.write('file', '');
  const inside = join(folder.path, 'file', 'data');
  expect(() => openDataDir(inside)).toThrow(DataDirError);
  expect(() => openDataDir(inside)).toThrow(inside);
});

// Node's own way to make folders within folders tries for ever there.
test.skipIf(process.platform !== 'linux')('a data folder in /proc is refused at once', () => {
  expect(() => openDataDir('/proc/no-such-process/data')).toThrow(DataDirError);
});

test('a data folder that is a file is named', () => {
  const folder = dataFolder();
  folder.write('file', '');
  expect(() => openDataDir(join(folder.path, 'file'))).toThrow(/is a file/);
});

test('a read-only data folder is named, at start and when it becomes so later', () => {
  const folder = dataFolder();
  const settings = folder.settings();
  makeReadOnly(folder.path);
  expect(() => openDataDir(folder.path)).toThrow(
    `The data folder ${folder.path} cannot be written`,
  );
  expect(() => settings.update({ server: { port: 9000 } })).toThrow(folder.path);
  expect(settings.current.server.port).toBe(8642);
});

test('a save into a read-only folder fails at once, before conf tries again for a second', () => {
  const folder = dataFolder();
  let tried = false;
  const settings = folder.settings({
    openConf: (options) => {
      const conf = openConf(options);
      return {
        get store() {
          return conf.store;
        },
        set store(_data) {
          tried = true;
        },
      };
    },
  });
  makeReadOnly(folder.path);
  expect(() => settings.update({ server: { port: 9000 } })).toThrow(DataDirError);
  expect(tried).toBe(false);
});

/** Takes the right to write from the folder for the rest of the test; from root, by being another. */
function makeReadOnly(folder: string): void {
  const root = process.geteuid?.() === 0;
  chmodSync(folder, 0o555);
  if (root) process.seteuid?.(65_534);
  onTestFinished(() => {
    if (root) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  });
}

test('the workspace is Hermes in the home folder unless another is chosen', () => {
  const home = dataFolder().path;
  const settings = settingsSchema.parse({});
  expect(resolveWorkspace(settings, home)).toBe(join(home, 'Hermes'));
  settings.agent.workspace = '~/work';
  expect(resolveWorkspace(settings, home)).toBe(join(home, 'work'));
  settings.agent.workspace = '/srv/work';
  expect(resolveWorkspace(settings, home)).toBe('/srv/work');
});

test('a headless host starts unless a variable says no, whatever the desktop app saved', () => {
  const home = dataFolder().path;
  open(home).settings.update({ app: { startServerOnLaunch: false } });
  requireServerEnabled(open(home).settings);
  requireServerEnabled(open(home, { env: { API_SERVER_ENABLED: 'yes' } }).settings);
  const { settings } = open(home, { env: { HTTP_SERVER_ENABLED: '0' } });
  expect(() => requireServerEnabled(settings)).toThrow(/HTTP_SERVER_ENABLED.*disabled/);
});

test('the key is shown in full only when it is new', () => {
  const home = dataFolder().path;
  const { secrets, settings } = open(home);
  expect(describeKey(secrets, settings.locked, undefined)).toContain('none');
  secrets.set('apiKey', 'sk-hermes-0123456789');
  expect(describeKey(secrets, settings.locked, 'sk-hermes-0123456789')).toContain('0123456789');
  const later = describeKey(secrets, settings.locked, undefined);
  expect(later).toBe(`Key: sk-…6789 stored in ${secrets.path}`);
  const env = { API_SERVER_KEY: 'sk-from-environment' };
  const locked = open(home, { env });
  expect(describeKey(locked.secrets, locked.settings.locked, undefined)).toBe(
    'Key: sk-…ment from API_SERVER_KEY',
  );
});
