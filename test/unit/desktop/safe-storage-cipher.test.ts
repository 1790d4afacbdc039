import { expect, test } from 'vitest';
import { protectSecrets } from '../../../src/main/desktop/safe-storage-cipher.ts';

function storage(available: boolean, backend = 'gnome_libsecret') {
  return {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text: string) => Buffer.from(text.split('').toReversed().join('')),
    decryptString: (data: Buffer) => data.toString().split('').toReversed().join(''),
  } as never;
}

test('a key ring encrypts, and what is kept can be read again', () => {
  const { cipher, warning } = protectSecrets(storage(true), 'linux');
  expect(warning).toBeNull();
  expect(cipher.encrypted).toBe(true);
  expect(cipher.encrypt('sk-1')).not.toContain('sk-1');
  expect(cipher.decrypt(cipher.encrypt('sk-1'))).toBe('sk-1');
});

test.each(['basic_text', 'unknown'])(
  'the backend %s protects nothing, and the person is told',
  (backend) => {
    const { cipher, warning } = protectSecrets(storage(true, backend), 'linux');
    expect(cipher.encrypted).toBe(false);
    expect(warning).toMatch(/no key ring/);
  },
);

test('no encryption at all is told too', () => {
  expect(protectSecrets(storage(false), 'win32').warning).not.toBeNull();
});

test('macOS and Windows have no backends to ask about', () => {
  expect(protectSecrets(storage(true, 'basic_text'), 'darwin').cipher.encrypted).toBe(true);
});
