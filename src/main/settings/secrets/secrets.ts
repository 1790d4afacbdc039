import { isRecord } from '../../../shared/is-record.ts';
import {
  secretNames,
  secretValue,
  type LockedSetting,
  type SecretName,
} from '../../../shared/settings.ts';
import type { McpValues } from './mcp-secrets.ts';
import { issuesOf, SettingsError } from '../settings-error.ts';
import type { Secrets } from '../settings-store.ts';
import { openStoreFile, type OpenConf, type StoreFile } from '../file/store-file.ts';

/** Encrypts what is written to the secrets file, with the system's key store for example. */
export interface Cipher {
  /** False when the text is kept as it is, and only the file's mode protects it. */
  readonly encrypted: boolean;
  encrypt(text: string): string;
  /** @throws when the text was encrypted elsewhere, or the key is gone. */
  decrypt(text: string): string;
}

/** Keeps secrets as they are, in a file only its owner can read; for hosts without a key store. */
export const plainCipher: Cipher = {
  encrypted: false,
  encrypt: (text) => text,
  decrypt: () => {
    throw new Error('it was encrypted by the desktop app, and only that can read it');
  },
};

/** The secrets with all the host needs to know of their file. */
export interface SecretVault extends Secrets {
  /** Absolute path of the secrets file. */
  readonly path: string;
  /** What happened when the file was read, for the person. */
  readonly notices: readonly string[];
  /** Whether the person removed this one, which is not the same as never having set it. */
  isCleared(name: SecretName): boolean;
  /** Values of the MCP servers' headers and variables. */
  readonly mcpValues: Readonly<McpValues>;
  /** Names of those that could not be decrypted. */
  readonly lostMcpValues: ReadonlySet<string>;
  /**
   * Saves these values instead, and keeps those of `lost` as they are in the file.
   * @throws {DataDirError} when they cannot be saved.
   */
  replaceMcpValues(values: McpValues, lost: readonly string[]): void;
}

/**
 * Checks the value of a secret; gives it without the spaces around it.
 * @throws {SettingsError} which never holds the value.
 */
export function parseSecret(path: string, value: string): string {
  const result = secretValue.min(1, 'must not be empty').safeParse(value);
  if (!result.success) throw new SettingsError(issuesOf(result.error, path));
  return result.data;
}

/**
 * Opens `secrets.json` in the data folder: mode 0600, written atomically, each value encrypted where
 * the cipher can. A value that cannot be decrypted counts as unset; it stays in the file until it is
 * replaced, and then a copy of the file is kept.
 * @throws {DataDirError} when the file can be neither read nor moved aside.
 */
export function openSecrets(options: {
  dataDir: string;
  openConf: OpenConf;
  cipher: Cipher;
  /** What variables and flags set (null: none); it comes first and is not saved. */
  overrides?: Partial<Record<SecretName, string | null>>;
  locked?: readonly LockedSetting[];
  now?: () => Date;
}): SecretVault {
  const {
    dataDir,
    openConf,
    cipher,
    overrides = {},
    locked = [],
    now = () => new Date(),
  } = options;
  const file = openStoreFile({ dataDir, name: 'secrets', openConf, now });
  const notices = [...file.notices];
  const listeners = new Set<(name: SecretName) => void>();

  const content = file.read();
  const keys = readGroup(content, 'keys', cipher);
  let mcp = readGroup(content, 'mcp', cipher);
  const unreadable = [...keys.unreadable, ...mcp.unreadable];
  if (unreadable.length > 0) {
    notices.push(
      `secrets.json: ${unreadable.map(([name]) => name).join(', ')} could not be decrypted ` +
        `(${unreadable[0]?.[1]}) and must be entered again.`,
    );
  }
  if (cipher.encrypted && (keys.plain || mcp.plain)) encryptAll();

  return {
    path: file.path,
    notices,
    encrypted: cipher.encrypted,
    get: (name) => value(name) ?? undefined,
    isCleared: (name) => value(name) === null,
    set(name, value) {
      const lock = locked.find(({ path }) => path === `secret.${name}`);
      if (lock) {
        const message = `is set by ${lock.name} and cannot be changed here`;
        throw new SettingsError([{ path: lock.path, message }]);
      }
      const next = value === undefined ? null : parseSecret(`secret.${name}`, value);
      if (next === keys.values[name]) return;
      save(
        'keys',
        { ...readRaw(file, 'keys'), [name]: seal(next, cipher) },
        [name],
        keys.unreadable,
      );
      keys.values[name] = next;
      for (const listener of listeners) listener(name);
    },
    get mcpValues() {
      return mcp.values as McpValues;
    },
    get lostMcpValues() {
      return new Set(mcp.unreadable.keys());
    },
    replaceMcpValues(values, lost) {
      const raw = readRaw(file, 'mcp');
      const kept = lost.map((name) => [name, raw[name]]);
      const sealed = Object.entries(values).map(([name, value]) => [name, seal(value, cipher)]);
      const dropped = [...mcp.unreadable.keys()].filter((name) => !lost.includes(name));
      save('mcp', Object.fromEntries([...kept, ...sealed]), dropped, mcp.unreadable);
      mcp = { values: { ...values }, unreadable: mcp.unreadable, plain: false };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  /** Null: removed by the person, or not wanted for this start. */
  function value(name: SecretName): string | null | undefined {
    return overrides[name] === undefined ? keys.values[name] : overrides[name];
  }

  /** Writes one group; the other stays as it is on disk, where another host may have changed it. */
  function save(
    group: 'keys' | 'mcp',
    entries: Record<string, unknown>,
    replaced: readonly string[],
    unreadable: Map<string, string>,
  ): void {
    if (replaced.some((name) => unreadable.has(name))) file.keepCopy('unreadable');
    file.write({ ...file.read(), version: 1, [group]: entries });
    for (const name of replaced) unreadable.delete(name);
  }

  /** What was saved in the open by a host without a key store is encrypted as soon as there is one. */
  function encryptAll(): void {
    const group = (name: 'keys' | 'mcp', values: Record<string, string | null>): object => {
      const sealed = Object.entries(values).map(([key, value]) => [key, seal(value, cipher)]);
      return { ...readRaw(file, name), ...Object.fromEntries(sealed) };
    };
    file.write({
      ...file.read(),
      version: 1,
      keys: group('keys', keys.values),
      mcp: group('mcp', mcp.values),
    });
  }
}

interface Group {
  /** Null: removed by the person. */
  values: Record<string, string | null>;
  /** Why each of these could not be decrypted. */
  unreadable: Map<string, string>;
  /** Whether any was saved without encryption. */
  plain: boolean;
}

function readRaw(file: StoreFile, group: 'keys' | 'mcp'): Record<string, unknown> {
  const raw = file.read()[group];
  return isRecord(raw) ? raw : {};
}

function readGroup(content: Record<string, unknown>, name: 'keys' | 'mcp', cipher: Cipher): Group {
  const raw = content[name];
  const group: Group = { values: {}, unreadable: new Map(), plain: false };
  const known: readonly string[] = secretNames;
  for (const [key, entry] of Object.entries(isRecord(raw) ? raw : {})) {
    if (name === 'keys' && !known.includes(key)) continue;
    if (entry === null) {
      group.values[key] = null;
    } else if (isRecord(entry) && typeof entry.plain === 'string') {
      group.values[key] = entry.plain;
      group.plain = true;
    } else if (isRecord(entry) && typeof entry.encrypted === 'string') {
      try {
        group.values[key] = cipher.decrypt(entry.encrypted);
      } catch (error) {
        group.unreadable.set(key, error instanceof Error ? error.message : String(error));
      }
    } else {
      group.unreadable.set(key, 'its entry is damaged');
    }
  }
  return group;
}

/** How a value stands in the file. */
function seal(value: string | null, cipher: Cipher): object | null {
  if (value === null) return null;
  return cipher.encrypted ? { encrypted: cipher.encrypt(value) } : { plain: value };
}
