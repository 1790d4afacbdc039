import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Whether a desktop shows tray icons; `unknown` where nothing can tell. */
export type TrayPresence = 'present' | 'missing' | 'unknown';

/** The name on the session bus of who shows tray icons, by all desktops of today. */
const watcher = 'org.kde.StatusNotifierWatcher';
const bus = 'org.freedesktop.DBus';
/** For one question to the bus, in milliseconds. */
const askWithinMs = 2_000;

/** The same question in the words of each program that can ask it; desktops have one of them at least. */
const questions: readonly (readonly [program: string, ...args: string[]])[] = [
  [
    'dbus-send',
    '--session',
    '--print-reply',
    `--dest=${bus}`,
    '/org/freedesktop/DBus',
    `${bus}.NameHasOwner`,
    `string:${watcher}`,
  ],
  [
    'gdbus',
    'call',
    '--session',
    `--dest=${bus}`,
    '--object-path=/org/freedesktop/DBus',
    `--method=${bus}.NameHasOwner`,
    watcher,
  ],
  ['busctl', '--user', 'call', bus, '/org/freedesktop/DBus', bus, 'NameHasOwner', 's', watcher],
];

/**
 * Looks whether there is a tray. GNOME has none without an extension, and small panels have none at
 * all; Electron makes its icon there without a word, and nobody sees it.
 */
export async function findTray(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): Promise<TrayPresence> {
  if (platform !== 'linux') return 'present';
  for (const [program, ...args] of questions) {
    try {
      const { stdout } = await execute(program, args, { env, timeout: askWithinMs });
      if (/\btrue\b/.test(stdout)) return 'present';
      if (/\bfalse\b/.test(stdout)) return 'missing';
    } catch (error) {
      // Where it is there but reaches no bus, there is none, and so nobody on it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return 'missing';
    }
  }
  return 'unknown';
}
