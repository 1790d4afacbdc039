import { expect, test } from 'vitest';
import { exportSettings, importSettings } from '../../../../src/main/settings/file/transfer.ts';
import { SettingsError } from '../../../../src/main/settings/settings-error.ts';
import { settingsSchema } from '../../../../src/shared/settings.ts';
import { dataFolder } from '../../../support/settings-folder.ts';

const rich = settingsSchema.parse({
  server: { port: 9000, databaseUrl: 'libsql://db.example?authToken=db-secret' },
  agent: { approvals: 'deny', workspace: '/srv' },
  mcpServers: {
    web: { url: 'https://m.example/?api_key=url-secret', headers: { Authorization: 'Bearer h-s' } },
    local: { command: 'x', args: ['--token', 'arg-secret', '-v'], env: { KEY: 'env-secret' } },
  },
});
const nothing = { current: settingsSchema.parse({}), locked: [] };

test('an export holds no secret', () => {
  const text = exportSettings(rich);
  expect(text).not.toMatch(/db-secret|url-secret|h-s|arg-secret|env-secret/);
  expect(text).toContain('Authorization');
});

test('what was exported can be taken over, and what is missing is said', () => {
  const { patch, notices } = importSettings(exportSettings(rich), nothing);
  const settings = dataFolder().settings();
  settings.update(patch);
  expect(settings.current.server).toEqual({ ...rich.server, databaseUrl: '' });
  expect(settings.current.agent).toEqual(rich.agent);
  expect(notices.join('\n')).toMatch(/server.databaseUrl held a secret/);
  expect(notices.join('\n')).toMatch(/mcpServers.web held a secret/);
  expect(notices.join('\n')).toMatch(/KEY of the MCP server local/);
});

test('MCP values are kept where the same server is already here', () => {
  const mcpServers = { a: { url: 'https://a', headers: { Token: 'abc' }, disabled: false } };
  const current = settingsSchema.parse({ mcpServers });
  const { patch, notices } = importSettings(exportSettings(current), { current, locked: [] });
  expect(patch.mcpServers).toEqual(mcpServers);
  expect(notices).toEqual([]);
});

test('what the environment sets is left out and said', () => {
  const { patch, notices } = importSettings(exportSettings(rich), {
    ...nothing,
    locked: [{ path: 'server.port', source: 'environment', name: 'API_SERVER_PORT' }],
  });
  expect(patch.server).not.toHaveProperty('port');
  expect(patch.server).toHaveProperty('host');
  expect(notices.join()).toContain('API_SERVER_PORT');
});

test.each(['', '{}', '[]', '{"server": {"port": 1}}'])('%j is no export', (text) => {
  expect(() => importSettings(text, nothing)).toThrow(SettingsError);
});

test('bad fields of an export are left out and named', () => {
  const text = exportSettings(rich).replace('9000', '99999');
  const { patch, notices } = importSettings(text, nothing);
  expect(patch.server).not.toHaveProperty('port');
  expect(notices.join()).toContain('server.port');
});
