import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';

/** Where and how the app is started at login. */
export interface LoginItem {
  /** Whether this system can do it for this build. */
  readonly supported: boolean;
  /** Makes the system start the app at login, or no longer. @throws the file system's error */
  set(on: boolean): void;
}

/** Given by the login item alone: nobody is there who wants to see a window. */
const hiddenFlag = '--hidden';

/** Whether the system started the app at login, and not a person. */
export function startedAtLogin(
  app: Pick<App, 'getLoginItemSettings'>,
  argv: readonly string[],
): boolean {
  if (argv.includes(hiddenFlag)) return true;
  // macOS hands a login item no arguments.
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** Starting at login: by the system on macOS and Windows, by an XDG autostart file on Linux. */
export function createLoginItem(
  app: Pick<App, 'isPackaged' | 'setLoginItemSettings' | 'getPath'>,
  env: NodeJS.ProcessEnv,
): LoginItem {
  // While developing, the executable is Electron itself: starting that at login helps nobody.
  const supported = app.isPackaged;
  if (process.platform !== 'linux') {
    return {
      supported,
      set: (on) => {
        if (supported) app.setLoginItemSettings({ openAtLogin: on, args: [hiddenFlag] });
      },
    };
  }
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, 'hermes-tray.desktop');
  return {
    supported,
    set(on) {
      if (!supported) return;
      if (!on) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, desktopEntry(env.APPIMAGE ?? app.getPath('exe')));
    },
  };
}

/** An autostart entry; the path is quoted as the Desktop Entry Specification asks. */
export function desktopEntry(executable: string): string {
  const quoted = executable.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Hermes Tray',
    `Exec="${quoted}" ${hiddenFlag}`,
    'Icon=hermes-tray',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
