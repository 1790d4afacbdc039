import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureApiKey, maskKey } from '../../../../src/main/settings/secrets/api-key.ts';
import { plainCipher } from '../../../../src/main/settings/secrets/secrets.ts';
import { SettingsError } from '../../../../src/main/settings/settings-error.ts';
import { dataFolder, keyedCipher, openConf } from '../../../support/settings-folder.ts';
import { openSettings } from '../../../../src/main/settings/open-settings.ts';

test('a secret is there after a restart, in a file only its owner can read', () => {
  const folder = dataFolder();
  folder.secrets().set('customKey', 'sk-1234567890');
  expect(folder.secrets().get('customKey')).toBe('sk-1234567890');
  expect(statSync(join(folder.path, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('the first launch makes a key, and later ones keep it', () => {
  const folder = dataFolder();
  const key = ensureApiKey(folder.secrets());
  expect(key).toMatch(/^sk-hermes-[\w-]{43}$/);
  const later = folder.secrets();
  expect(ensureApiKey(later)).toBeUndefined();
  expect(later.get('apiKey')).toBe(key);
});

test('a key that the person removed stays removed', () => {
  const folder = dataFolder();
  const secrets = folder.secrets();
  ensureApiKey(secrets);
  secrets.set('apiKey', undefined);
  const later = folder.secrets();
  expect(ensureApiKey(later)).toBeUndefined();
  expect(later.get('apiKey')).toBeUndefined();
  expect(later.isCleared('apiKey')).toBe(true);
});

test('the environment comes first, is not saved, and cannot be changed', () => {
  const folder = dataFolder();
  const secrets = folder.secrets({
    overrides: { apiKey: 'from-env' },
    locked: [{ path: 'secret.apiKey', source: 'environment', name: 'API_SERVER_KEY' }],
  });
  expect(secrets.get('apiKey')).toBe('from-env');
  expect(ensureApiKey(secrets)).toBeUndefined();
  expect(() => secrets.set('apiKey', 'other-key')).toThrow(/API_SERVER_KEY/);
  expect(folder.names()).toEqual([]);
});

test('a key that fits into no header is refused, without being repeated', () => {
  const secrets = dataFolder().secrets();
  for (const bad of ['', '   ', 'två-nyckel', 'a b', 'line\nbreak']) {
    const set = (): void => secrets.set('apiKey', bad);
    expect(set).toThrow(SettingsError);
    if (bad.trim()) expect(set).not.toThrow(bad);
  }
});

test('listeners are told which secret changed, and of changes only', () => {
  const secrets = dataFolder().secrets();
  const told: string[] = [];
  secrets.onChange((name) => told.push(name));
  secrets.set('braveKey', 'abcdefgh');
  secrets.set('braveKey', 'abcdefgh');
  secrets.set('braveKey', undefined);
  expect(told).toEqual(['braveKey', 'braveKey']);
});

test('with a key store no value stands in the file', () => {
  const folder = dataFolder();
  folder.secrets({ cipher: keyedCipher('one') }).set('apiKey', 'visible-key');
  expect(folder.text('secrets.json')).not.toContain('visible-key');
  const reopened = folder.secrets({ cipher: keyedCipher('one') });
  expect(reopened.get('apiKey')).toBe('visible-key');
  expect(reopened.encrypted).toBe(true);
});

test('what was saved in the open is encrypted once there is a key store', () => {
  const folder = dataFolder();
  folder.secrets().set('apiKey', 'visible-key');
  expect(folder.text('secrets.json')).toContain('visible-key');
  expect(folder.secrets({ cipher: keyedCipher('one') }).get('apiKey')).toBe('visible-key');
  expect(folder.text('secrets.json')).not.toContain('visible-key');
});

test('what cannot be decrypted counts as unset, is said, and is not lost', () => {
  const folder = dataFolder();
  folder.secrets({ cipher: keyedCipher('one') }).set('customKey', 'first-key');
  folder.secrets({ cipher: keyedCipher('one') }).set('apiKey', 'second-key');

  const elsewhere = folder.secrets({ cipher: plainCipher });
  expect(elsewhere.get('customKey')).toBeUndefined();
  expect(elsewhere.notices.join()).toMatch(/customKey.*desktop app/);
  expect(ensureApiKey(elsewhere)).toBeDefined();

  const back = folder.secrets({ cipher: keyedCipher('one') });
  expect(back.get('customKey')).toBe('first-key');
  const copy = folder.names().find((name) => name.startsWith('secrets.unreadable-'));
  expect(folder.text(copy ?? '')).toContain(keyedCipher('one').encrypt('second-key'));
  expect(statSync(join(folder.path, copy ?? '')).mode & 0o777).toBe(0o600);
});

test('MCP values that cannot be decrypted here survive other changes', () => {
  const folder = dataFolder();
  const open = (cipher = plainCipher) =>
    openSettings({ dataDir: folder.path, openConf, secrets: folder.secrets({ cipher }) });
  const server = { url: 'https://a', headers: { Authorization: 'Bearer abc' }, disabled: false };
  open(keyedCipher('one')).update({ mcpServers: { a: server } });

  const elsewhere = open();
  expect(elsewhere.notices.join('\n')).toContain('Authorization');
  elsewhere.update({ server: { port: 9000 } });

  expect(open(keyedCipher('one')).current.mcpServers.a).toEqual(server);
});

test('a damaged file is moved aside, kept and said so', () => {
  const folder = dataFolder();
  folder.write('secrets.json', '{"keys": {"apiKey": {"plain": "sk-lost');
  const secrets = folder.secrets();
  expect(secrets.get('apiKey')).toBeUndefined();
  const aside = folder.names().find((name) => name.startsWith('secrets.damaged-'));
  expect(folder.text(aside ?? '')).toContain('sk-lost');
  expect(secrets.notices.join()).toContain(aside);
  expect(secrets.notices.join()).not.toContain('sk-lost');
});

test('a change keeps what another host wrote meanwhile', () => {
  const folder = dataFolder();
  const [one, two] = [folder.secrets(), folder.secrets()];
  one.set('braveKey', 'abcdefgh');
  two.set('exaKey', 'ijklmnop');
  const later = folder.secrets();
  expect([later.get('braveKey'), later.get('exaKey')]).toEqual(['abcdefgh', 'ijklmnop']);
});

test('a masked key shows its ends only, and nothing of a short one', () => {
  expect(maskKey('sk-hermes-0123456789abcdef')).toBe('sk-…cdef');
  expect(maskKey('short-key')).toBe('…');
});
