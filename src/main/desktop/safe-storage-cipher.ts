import type { SafeStorage } from 'electron';
import { plainCipher, type Cipher } from '../settings/secrets/secrets.ts';

/** How secrets are kept at rest, and what the person should know about it. */
export interface SecretProtection {
  cipher: Cipher;
  /** Null while the system's key store encrypts them. */
  warning: string | null;
}

/**
 * Encryption by the system: Keychain, DPAPI, or a Linux key ring. Where Linux offers no key ring,
 * Chromium falls back to a fixed password, which protects nothing; then secrets are kept plainly in
 * a file only its owner can read, and the window says so. To be called when the app is ready.
 */
export function protectSecrets(
  safeStorage: SafeStorage,
  platform: NodeJS.Platform,
): SecretProtection {
  const offered = safeStorage.isEncryptionAvailable();
  const backend = platform === 'linux' && offered ? safeStorage.getSelectedStorageBackend() : '';
  if (!offered || backend === 'basic_text' || backend === 'unknown') {
    return {
      cipher: plainCipher,
      warning:
        'This system offers no key ring, so keys are kept in a file that only your account can read ' +
        '(secrets.json in the data folder). With GNOME Keyring or KWallet they are encrypted.',
    };
  }
  return {
    cipher: {
      encrypted: true,
      encrypt: (text) => safeStorage.encryptString(text).toString('base64'),
      decrypt: (text) => safeStorage.decryptString(Buffer.from(text, 'base64')),
    },
    warning: null,
  };
}
