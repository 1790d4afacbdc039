import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DataDirError } from '../../../src/main/settings/file/data-dir-error.ts';
import { SettingsError } from '../../../src/main/settings/settings-error.ts';
import { settingsSchema, type SettingsPatch } from '../../../src/shared/settings.ts';
import { dataFolder, openConf } from '../../support/settings-folder.ts';

const defaults = settingsSchema.parse({});

function refusal(action: () => unknown): SettingsError {
  try {
    action();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('without a file every setting has its default, and none is written', () => {
  const folder = dataFolder();
  const settings = folder.settings();
  expect(settings.current).toEqual(defaults);
  expect(settings.notices).toEqual([]);
  expect(folder.names()).toEqual([]);
});

test('a change is there after a restart, and only what was chosen is in the file', () => {
  const folder = dataFolder();
  folder.settings().update({ server: { port: 9000 }, streaming: { enabled: false } });
  const reopened = folder.settings();
  expect(reopened.current.server).toEqual({ ...defaults.server, port: 9000 });
  expect(folder.json('settings.json')).toEqual({
    version: 1,
    server: { port: 9000 },
    streaming: { enabled: false },
  });
});

test('a change leaves the other fields of its section as they were', () => {
  const settings = dataFolder().settings();
  settings.update({ server: { port: 9000 } });
  settings.update({ server: { host: '0.0.0.0' } });
  expect(settings.current.server).toMatchObject({ port: 9000, host: '0.0.0.0' });
});

test('an undefined field goes back to its default', () => {
  const settings = dataFolder().settings();
  settings.update({ agent: { approvals: 'allow', maxIterations: 5 } });
  settings.update({ agent: { approvals: undefined } });
  expect(settings.current.agent).toEqual({ ...defaults.agent, maxIterations: 5 });
});

test('a bad change names every bad field, and nothing of it is saved', () => {
  const folder = dataFolder();
  const settings = folder.settings();
  const before = settings.current;
  const error = refusal(() =>
    settings.update({ server: { port: 99_999, host: '' }, app: { theme: 'dark' } }),
  );
  expect(error.issues.map(({ path }) => path).sort()).toEqual(['server.host', 'server.port']);
  expect(error.issues.find(({ path }) => path === 'server.port')?.message).toBe(
    'Port must be between 0 and 65535',
  );
  expect(settings.current).toBe(before);
  expect(folder.names()).toEqual([]);
});

test('a change with a field nobody knows is refused', () => {
  const settings = dataFolder().settings();
  const patch = { server: { prot: 1 } } as SettingsPatch;
  expect(refusal(() => settings.update(patch)).message).toContain('prot');
});

test('what the environment sets is in force, and a change of it is refused with its name', () => {
  const folder = dataFolder();
  folder.settings().update({ server: { port: 9000 } });
  const settings = folder.settings({
    overrides: { server: { port: 7000 } },
    locked: [{ path: 'server.port', source: 'environment', name: 'API_SERVER_PORT' }],
  });
  expect(settings.current.server.port).toBe(7000);
  expect(refusal(() => settings.update({ server: { port: 1 } })).issues).toEqual([
    { path: 'server.port', message: 'is set by API_SERVER_PORT and cannot be changed here' },
  ]);
  settings.update({ server: { modelId: 'mine' } });
  expect(folder.settings().current.server).toMatchObject({ port: 9000, modelId: 'mine' });
});

test('an implied setting beats the default, and a saved one beats it', () => {
  const folder = dataFolder();
  const implied: SettingsPatch = { model: { provider: 'custom' } };
  expect(folder.settings({ implied }).current.model.provider).toBe('custom');
  folder.settings().update({ model: { provider: 'demo' } });
  expect(folder.settings({ implied }).current.model.provider).toBe('demo');
});

test('listeners are told of effective changes only', () => {
  const settings = dataFolder().settings({ overrides: { app: { theme: 'dark' } } });
  const told: [number, number][] = [];
  const stop = settings.onChange((next, previous) =>
    told.push([next.server.port, previous.server.port]),
  );
  settings.update({ server: { port: 8642 } });
  expect(told).toEqual([]);
  settings.update({ server: { port: 9000 } });
  settings.update({ server: { port: 9000 } });
  expect(told).toEqual([[9000, 8642]]);
  stop();
  settings.update({ server: { port: 9001 } });
  expect(told).toHaveLength(1);
});

test('reset puts all back to the defaults, in the file too', () => {
  const folder = dataFolder();
  const settings = folder.settings();
  settings.update({
    server: { port: 9000 },
    mcpServers: { a: { url: 'https://a', headers: { X: 'value' }, disabled: false } },
  });
  expect(settings.reset()).toEqual(defaults);
  expect(folder.json('settings.json')).toEqual({ version: 1 });
  expect(folder.text('secrets.json')).not.toContain('value');
});

test.each([
  ['half a file', '{"server": {"port": 90'],
  ['no object', '[1, 2]'],
  ['an empty file', ''],
])('%s is moved aside, kept and said so; all starts from the defaults', (_name, text) => {
  const folder = dataFolder();
  folder.write('settings.json', text);
  const settings = folder.settings({ now: () => new Date('2026-02-03T04:05:06.789Z') });
  const aside = 'settings.damaged-2026-02-03T04-05-06-789Z.json';
  expect(settings.current).toEqual(defaults);
  expect(settings.notices).toHaveLength(1);
  expect(settings.notices[0]).toContain(aside);
  expect(folder.text(aside)).toBe(text);
  settings.update({ server: { port: 9000 } });
  expect(folder.settings().notices).toEqual([]);
  expect(folder.settings().current.server.port).toBe(9000);
});

test.each([
  '{"mcpServers": {"a": {"headers": {"A": "topsecret"}}',
  // Here the parser itself would quote what it found.
  '{"A": topsecret}',
])('a notice about a damaged file does not quote it: %s', (text) => {
  const folder = dataFolder();
  folder.write('settings.json', text);
  expect(folder.settings().notices.join()).not.toContain('topsecret');
});

test('a byte order mark does no harm', () => {
  const folder = dataFolder();
  folder.write('settings.json', `\uFEFF${JSON.stringify({ server: { port: 9000 } })}`);
  const settings = folder.settings();
  expect(settings.current.server.port).toBe(9000);
  expect(settings.notices).toEqual([]);
});

test('a bad field falls back to its default, the rest stays, and the file is kept as it was', () => {
  const folder = dataFolder();
  const original = {
    version: 1,
    server: { port: 99_999, host: '0.0.0.0', allowedOrigins: ['https://a.example', 'nonsense'] },
    streaming: 'on',
    agent: { approvals: 'sometimes', prot: 1 },
    nonsense: {},
    mcpServers: { good: { command: 'node' }, bad: { url: 'ftp://x' } },
  };
  folder.write('settings.json', original);
  const settings = folder.settings();
  expect(settings.current.server).toEqual({
    ...defaults.server,
    host: '0.0.0.0',
    allowedOrigins: ['https://a.example'],
  });
  expect(settings.current.agent).toEqual(defaults.agent);
  expect(settings.current.streaming).toEqual(defaults.streaming);
  expect(Object.keys(settings.current.mcpServers)).toEqual(['good']);
  for (const name of [
    'server.port',
    'server.allowedOrigins',
    'streaming',
    'agent.approvals',
    'agent.prot',
    'nonsense',
    'mcpServers.bad',
  ]) {
    expect(settings.notices.filter((notice) => notice.includes(`${name}`))).not.toEqual([]);
  }
  const copy = folder.names().find((name) => name.startsWith('settings.repaired-'));
  expect(folder.json(copy ?? '')).toEqual(original);
  expect(settings.notices.join()).toContain(copy);
  expect(folder.settings().notices).toEqual([]);
});

test('an older file is migrated step by step, once', () => {
  const folder = dataFolder();
  folder.write('settings.json', { version: 1, port: 9000 });
  const history = {
    version: 3,
    migrations: {
      1: ({ port, ...rest }: Record<string, unknown>) => ({ ...rest, network: { port } }),
      2: ({ network, ...rest }: Record<string, unknown>) => ({ ...rest, server: network }),
    },
  };
  const settings = folder.settings(history);
  expect(settings.current.server.port).toBe(9000);
  expect(settings.notices).toEqual([]);
  expect(folder.json('settings.json')).toEqual({ version: 3, server: { port: 9000 } });
  expect(folder.settings(history).current.server.port).toBe(9000);
});

test('a file without a version is taken as written by hand in the newest layout', () => {
  const folder = dataFolder();
  folder.write('settings.json', { server: { port: 9000 } });
  expect(folder.settings().current.server.port).toBe(9000);
});

test('a file of a newer version is used as far as it is understood, and kept', () => {
  const folder = dataFolder();
  folder.write('settings.json', { version: 9, server: { port: 9000, quantum: true } });
  const settings = folder.settings();
  expect(settings.current.server.port).toBe(9000);
  expect(settings.notices.join()).toContain('newer version');
  expect(folder.names().some((name) => name.startsWith('settings.repaired-'))).toBe(true);
});

test('values of MCP headers and variables are not in the settings file, and callers see them', () => {
  const folder = dataFolder();
  const mcpServers = {
    web: { url: 'https://mcp.example/', headers: { Authorization: 'Bearer t0p' }, disabled: false },
    local: { command: 'x', args: [], env: { TOKEN: 's3cret', EMPTY: '' }, disabled: true },
  };
  folder.settings().update({ mcpServers });
  expect(folder.settings().current.mcpServers).toEqual(mcpServers);
  expect(folder.text('settings.json')).not.toMatch(/t0p|s3cret/);
  expect(folder.text('secrets.json')).toMatch(/t0p/);
  expect(folder.text('settings.json')).toContain('Authorization');
});

test('a token that was written into the settings file by hand is used, and moved to the secrets', () => {
  const folder = dataFolder();
  folder.write('settings.json', { mcpServers: { a: { command: 'x', env: { T: 'by-hand' } } } });
  expect(folder.settings().current.mcpServers.a).toMatchObject({ env: { T: 'by-hand' } });
  expect(folder.text('settings.json')).not.toContain('by-hand');
  expect(folder.settings().current.mcpServers.a).toMatchObject({ env: { T: 'by-hand' } });
});

test('an MCP value that is gone is said, and the server stays', () => {
  const folder = dataFolder();
  folder.write('settings.json', { mcpServers: { a: { command: 'x', env: { T: null } } } });
  const settings = folder.settings();
  expect(settings.current.mcpServers.a).toMatchObject({ env: { T: '' } });
  expect(settings.notices.join()).toContain('T of the MCP server a');
});

test('the file is readable by its owner only, and no temporary file is left', () => {
  const folder = dataFolder();
  const settings = folder.settings();
  settings.update({ server: { port: 9000 } });
  expect(statSync(join(folder.path, 'settings.json')).mode & 0o777).toBe(0o600);
  expect(folder.names()).toEqual(['settings.json']);
});

test('when saving fails the folder is named and the settings stay as they were', () => {
  const folder = dataFolder();
  const settings = folder.settings({
    openConf: (options) => {
      const conf = openConf(options);
      return {
        get store() {
          return conf.store;
        },
        set store(_data) {
          throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        },
      };
    },
  });
  const told: unknown[] = [];
  settings.onChange((next) => told.push(next));
  const save = (): unknown => settings.update({ server: { port: 9000 } });
  expect(save).toThrow(DataDirError);
  expect(save).toThrow(folder.path);
  expect(settings.current.server.port).toBe(8642);
  expect(told).toEqual([]);
});

test('names from a file reach no prototype', () => {
  const folder = dataFolder();
  folder.write(
    'settings.json',
    '{"__proto__": {"polluted": 1}, "server": {"__proto__": {"port": 1}, "constructor": 2}, "mcpServers": {"__proto__": {"command": "x"}}}',
  );
  const settings = folder.settings();
  expect(settings.current).toEqual(defaults);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
