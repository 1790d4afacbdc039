import { describe, expect, it } from 'vitest';
import { doorsOpenedBy, openDoors } from '../../../../src/shared/safety/open-doors.ts';
import { settingsSchema, type SettingsPatch } from '../../../../src/shared/settings.ts';

const shut = settingsSchema.parse({});
const names = (doors: { name: string }[]): string[] => doors.map(({ name }) => name);

describe('a change of the settings', () => {
  it.each([
    [{ server: { host: '0.0.0.0' } }, 'The network can reach the server'],
    [{ server: { host: '192.168.1.5' } }, 'The network can reach the server'],
    [{ server: { host: '::' } }, 'The network can reach the server'],
    [{ agent: { approvals: 'allow' as const } }, 'Nothing asks before dangerous actions'],
    [{ agent: { confinement: 'off' as const } }, 'The wall is off'],
    [
      { agent: { allowPrivateAddresses: true } },
      'Web tools reach this computer and the local network',
    ],
  ])('that opens a door is told from others: %j', (patch, door) => {
    expect(names(doorsOpenedBy(patch, shut))).toEqual([door]);
    const [section] = Object.keys(patch) as ['agent'];
    const fields = (patch as SettingsPatch)[section];
    const open = settingsSchema.parse({
      ...shut,
      [section]: { ...shut[section], ...fields },
    });
    expect(names(openDoors(open, true))).toEqual([door]);
    // What stands open is not opened again, and shutting it opens nothing.
    expect(doorsOpenedBy(patch, open)).toEqual([]);
    expect(doorsOpenedBy({ [section]: shut[section] }, open)).toEqual([]);
  });

  it.each([
    [{ server: { host: '127.0.0.1' } }],
    [{ server: { host: 'localhost' } }],
    [{ server: { port: 9000 } }],
    [{ agent: { approvals: 'ask' as const } }],
    [{ agent: { approvals: 'deny' as const } }],
    [{ agent: { confinement: 'required' as const } }],
  ])('that opens none is none: %j', (patch) => {
    expect(doorsOpenedBy(patch, shut)).toEqual([]);
  });
});

it('a server without a key stands open', () => {
  expect(names(openDoors(shut, false))).toEqual(['No key is asked for']);
  expect(openDoors(shut, true)).toEqual([]);
});
