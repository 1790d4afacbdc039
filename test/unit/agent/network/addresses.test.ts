import { describe, expect, it } from 'vitest';
import { addressKind } from '../../../../src/main/agent/network/addresses.ts';

describe('addressKind', () => {
  it.each([
    '93.184.216.34',
    '8.8.8.8',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])('takes %s for public', (address) => expect(addressKind(address)).toBe('public'));

  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '0177.0.0.1',
    '0x7f.1',
    '2130706433',
    '127.1',
    '::1',
    '[::1]',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:192.168.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2002:c0a8:101::1',
    '::7f00:1',
    'fc00::1',
    'fd12:3456::1',
  ])('takes %s for private', (address) => expect(addressKind(address)).toBe('private'));

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '168.63.129.16',
    '100.100.100.200',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '240.0.0.1',
    '2001:db8::1',
    '2001:0:7f00:1::',
    '64:ff9b:1::7f00:1',
    'localhost',
    '',
  ])('never allows %s', (address) => expect(addressKind(address)).toBe('forbidden'));
});
