import { expect, test } from 'vitest';
import { seatbeltProfile } from '../../../../src/main/agent/confinement/macos/seatbelt-profile.ts';
import { PlaceTable } from '../../../../src/main/agent/places/place-table.ts';

const table = new PlaceTable([
  { path: '/Users/ada/work', access: 'write', why: '' },
  { path: '/Users/ada/.ssh', access: 'none', why: '' },
  { path: '/Users/ada/Library/Application Support/hermes-tray', access: 'none', why: '' },
  { path: '/Users/ada/work/.git/config', access: 'read', pinnedFrom: '/Users/ada/work', why: '' },
  { path: '/Users/ada/work/a "quoted" \\ name', access: 'read', why: '' },
]);

test('nothing is written but in the workspace, and what is protected there comes after it', () => {
  const lines = seatbeltProfile({ table, network: 'open' }).split('\n');
  const at = (line: string): number => {
    expect(lines).toContain(line);
    return lines.indexOf(line);
  };
  const everywhere = at('(deny file-write*)');
  const workspace = at('(allow file-read* file-write* (subpath "/Users/ada/work"))');
  const config = at('(deny file-write* (subpath "/Users/ada/work/.git/config"))');
  expect([everywhere, workspace, config]).toEqual(
    [everywhere, workspace, config].toSorted((a, b) => a - b),
  );
  at('(deny file-write-unlink (literal "/Users/ada/work/.git"))');
});

test('secrets are neither read nor written', () => {
  const profile = seatbeltProfile({ table, network: 'open' });
  expect(profile).toContain('(deny file-read* file-write* (subpath "/Users/ada/.ssh"))');
  expect(profile).toContain('Application Support/hermes-tray"))');
});

test('paths are quoted', () => {
  expect(seatbeltProfile({ table, network: 'open' })).toContain(
    String.raw`(subpath "/Users/ada/work/a \"quoted\" \\ name")`,
  );
});

test('other processes, key chains, and programs started by others are out of reach', () => {
  const profile = seatbeltProfile({ table, network: 'open' });
  for (const rule of [
    '(deny signal)',
    '(allow signal (target same-sandbox))',
    'com.apple.SecurityServer',
    'job-creation appleevent-send lsopen',
    '(deny network-outbound (remote unix-socket))',
  ]) {
    expect(profile).toContain(rule);
  }
});

test('without a network only this computer is reached', () => {
  expect(seatbeltProfile({ table, network: 'none' })).toContain('(deny network*)');
  expect(seatbeltProfile({ table, network: 'open' })).not.toContain('(deny network*)');
});
