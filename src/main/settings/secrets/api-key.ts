import { randomBytes } from 'node:crypto';
import type { SecretVault } from './secrets.ts';

/** A new key for clients: 256 random bits. */
export function generateApiKey(): string {
  return `sk-hermes-${randomBytes(32).toString('base64url')}`;
}

/**
 * Makes sure that a first launch has a key. A key that the person removed stays removed.
 * Gives the key only if it was generated just now, so that it can be shown once.
 * @throws {DataDirError} when it cannot be saved.
 */
export function ensureApiKey(secrets: SecretVault): string | undefined {
  if (secrets.get('apiKey') !== undefined || secrets.isCleared('apiKey')) return undefined;
  const key = generateApiKey();
  secrets.set('apiKey', key);
  return key;
}

/** Enough of a key to tell which one it is, and no more. */
export function maskKey(key: string): string {
  return key.length < 16 ? '…' : `${key.slice(0, 3)}…${key.slice(-4)}`;
}
