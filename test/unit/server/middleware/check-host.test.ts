import { describe, expect, it } from 'vitest';
import { isAllowedHost } from '../../../../src/main/server/middleware/check-host.ts';

const loopback = { extraHosts: ['tray.example.com'], boundToNetwork: false };
const network = { extraHosts: [], boundToNetwork: true };

describe('Host header', () => {
  it.each([
    'localhost',
    'localhost:8642',
    'LOCALHOST:8642',
    'localhost.:8642',
    'tray.localhost:8642',
    '127.0.0.1',
    '127.0.0.1:8642',
    '127.1.2.3',
    '[::1]',
    '[::1]:8642',
    '[::ffff:127.0.0.1]:8642',
    'host.docker.internal:8642',
    'host.containers.internal:8642',
    'tray.example.com',
    'Tray.Example.com:443',
  ])('%s is this computer', (host) => {
    expect(isAllowedHost(host, loopback)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example.com',
    'localhost.evil.com',
    'notlocalhost',
    '127.0.0.1.evil.com',
    '127.0.0.1@evil.com',
    'evil.com#localhost',
    'localhost evil.com',
    '192.168.1.5',
    '0.0.0.0',
    '8.8.8.8:8642',
    '[2001:db8::1]',
    '2130706433',
    '0x7f.1',
    'docker.internal',
    'sub.tray.example.com',
  ])('%s is not', (host) => {
    expect(isAllowedHost(host, loopback)).toBe(false);
  });

  it.each(['192.168.1.5:8642', '0.0.0.0:8642', '[2001:db8::1]:8642', '127.0.0.1', 'localhost'])(
    '%s is, when bound to the network',
    (host) => {
      expect(isAllowedHost(host, network)).toBe(true);
    },
  );

  it.each(['evil.example.com', 'tray.example.com', '192.168.1.5.evil.com', '3232235781'])(
    '%s is not, even when bound to the network: a name can be rebound',
    (host) => {
      expect(isAllowedHost(host, network)).toBe(false);
    },
  );
});
