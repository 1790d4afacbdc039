import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { onTestFinished } from 'vitest';
import { openSettings, type OpenSettingsOptions } from '../../src/main/settings/open-settings.ts';
import { openSecrets, plainCipher, type Cipher } from '../../src/main/settings/secrets/secrets.ts';
import type { OpenConf } from '../../src/main/settings/file/store-file.ts';

/** Opens files as the headless host does. */
export const openConf: OpenConf = (options) => new Conf(options);

/** A data folder of its own for one test, removed after it. */
export function dataFolder() {
  const path = mkdtempSync(join(tmpdir(), 'hermes-settings-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name: string, content: unknown): void {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(join(path, name), text);
    },
    text: (name: string): string => readFileSync(join(path, name), 'utf8'),
    json: (name: string): unknown => JSON.parse(readFileSync(join(path, name), 'utf8')),
    names: (): string[] => readdirSync(path).sort(),
    secrets: (options: Partial<Parameters<typeof openSecrets>[0]> = {}) =>
      openSecrets({ dataDir: path, openConf, cipher: plainCipher, ...options }),
    settings(options: Partial<OpenSettingsOptions> = {}) {
      const secrets = openSecrets({ dataDir: path, openConf, cipher: plainCipher });
      return openSettings({ dataDir: path, openConf, secrets, ...options });
    },
  };
}

/** A stand-in for the system's key store: reversible, and useless with another key. */
export function keyedCipher(key: string): Cipher {
  return {
    encrypted: true,
    encrypt: (text) => Buffer.from(`${key}:${text}`).toString('base64'),
    decrypt(text) {
      const plain = Buffer.from(text, 'base64').toString();
      if (!plain.startsWith(`${key}:`)) throw new Error('another key was used');
      return plain.slice(key.length + 1);
    },
  };
}
