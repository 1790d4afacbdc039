import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLoginItem, desktopEntry } from '../../../src/main/desktop/login-item.ts';

function linuxApp(isPackaged: boolean) {
  const config = mkdtempSync(join(tmpdir(), 'hermes-login-'));
  const app = {
    isPackaged,
    setLoginItemSettings: () => {},
    getPath: (name: string) => (name === 'appData' ? config : '/opt/Hermes Tray/hermes-tray'),
  };
  return { app: app as never, file: join(config, 'autostart', 'hermes-tray.desktop') };
}

test.runIf(process.platform === 'linux')('Linux: an autostart file comes and goes', () => {
  const { app, file } = linuxApp(true);
  const item = createLoginItem(app, {});
  expect(item.supported).toBe(true);
  item.set(true);
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Hermes Tray/hermes-tray" --hidden\n');
  item.set(false);
  expect(existsSync(file)).toBe(false);
  expect(() => item.set(false)).not.toThrow();
});

test.runIf(process.platform === 'linux')('Linux: an AppImage starts itself, not its mount', () => {
  const { app, file } = linuxApp(true);
  createLoginItem(app, { APPIMAGE: '/home/ada/Hermes.AppImage' }).set(true);
  expect(readFileSync(file, 'utf8')).toContain('Exec="/home/ada/Hermes.AppImage"');
});

test.runIf(process.platform === 'linux')('an app that is not installed changes nothing', () => {
  const { app, file } = linuxApp(false);
  const item = createLoginItem(app, {});
  item.set(true);
  expect(item.supported).toBe(false);
  expect(existsSync(file)).toBe(false);
});

test('a path with special characters stays one argument', () => {
  expect(desktopEntry('/opt/a "b" $c 100%/app')).toContain(
    String.raw`Exec="/opt/a \"b\" \$c 100%%/app"`,
  );
});
