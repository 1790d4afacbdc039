import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findTray } from '../../../../src/main/desktop/tray/find-tray.ts';
import { howToGetATray } from '../../../../src/main/desktop/tray/how-to-get-a-tray.ts';

/** A PATH with nothing but programs that answer like this. */
async function bus(programs: Record<string, string>): Promise<NodeJS.ProcessEnv> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-bus-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(folder, name), 0o755);
  }
  return { PATH: folder };
}

describe.skipIf(process.platform === 'win32')('a tray', () => {
  // As the three print the answer of org.freedesktop.DBus.NameHasOwner.
  it.each([
    [
      'dbus-send',
      'echo "method return time=1.2 sender=org.freedesktop.DBus"; echo "   boolean true"',
      'present',
    ],
    ['dbus-send', 'echo "   boolean false"', 'missing'],
    ['gdbus', 'echo "(true,)"', 'present'],
    ['gdbus', 'echo "(false,)"', 'missing'],
    ['busctl', 'echo "b true"', 'present'],
    ['busctl', 'echo "b false"', 'missing'],
    ['dbus-send', 'echo "Failed to open connection" >&2; exit 1', 'missing'],
  ])('%s says "%s": %s', async (program, script, presence) => {
    expect(await findTray('linux', await bus({ [program]: script }))).toBe(presence);
  });

  it('is not missing where nothing can tell', async () => {
    expect(await findTray('linux', await bus({}))).toBe('unknown');
  });

  it.each(['darwin', 'win32'] as const)('is always there on %s', async (platform) => {
    expect(await findTray(platform, {})).toBe('present');
  });
});

it('what to do without one depends on the desktop', () => {
  expect(howToGetATray({ XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' })).toContain('appindicator');
  expect(howToGetATray({ XDG_CURRENT_DESKTOP: 'sway' })).toContain('panel');
});
