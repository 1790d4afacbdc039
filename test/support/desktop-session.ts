/**
 * A desktop of its own for tests that need a real system tray: Xvfb, a D-Bus session, xfwm4 and
 * xfce4-panel with a tray, in an isolated home. Debian packages:
 * xvfb dbus-x11 xfwm4 xfce4-panel xdotool imagemagick x11-utils
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ProcessGroup } from './process-group.ts';
import { differences, output, panelHeight, panelPixels, screen } from './x-screen.ts';
import { stable, until, visibleWindows, type Box, type Environment } from './x-screen.ts';

const execute = promisify(execFile);

/** A running desktop; `close` ends all of it. Waiting calls throw after 15 s. */
export interface DesktopSession {
  /** What a program needs in order to start in this session: use it instead of `process.env`. */
  readonly env: Environment;
  /** Writes a PNG of the whole screen. */
  screenshot(path: string): Promise<void>;
  /** Moves the pointer there and clicks; button 1 is left (the default), 3 is right. */
  click(x: number, y: number, button?: number): Promise<void>;
  /** Presses keys by their X names, one after the other: `key('Down', 'Return')`, `key('ctrl+a')`. */
  key(...names: string[]): Promise<void>;
  /** The icons in the tray now, from left to right, as the visible part of each. */
  trayIcons(): Promise<Box[]>;
  /** Waits until there is a tray icon that keeps still, and gives the visible part of the first. */
  trayIcon(): Promise<Box>;
  /** Clicks the first tray icon with the right button and gives the place of the menu. */
  openTrayMenu(): Promise<Box>;
  /** Waits until a window with this text in its title is shown, and gives its X id. */
  windowTitled(title: string): Promise<string>;
  /** The places of all top-level windows on the screen: frames, menus, the panel. */
  visibleWindows(): Promise<Map<string, Box>>;
  close(): Promise<void>;
}

const programs = 'Xvfb dbus-daemon dbus-send xfwm4 xfce4-panel xdotool import xprop xwininfo'.split(
  ' ',
);

const panelConfiguration = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="${panelHeight}"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
`;

/**
 * The programs a desktop session needs that are not on this machine; empty when it can be started.
 * Tests skip with this list as their reason.
 */
export function missingDesktopPrograms(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return programs.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
}

/**
 * Starts a desktop on a display number that is free. Throws, with nothing left behind, when a
 * program is missing or the tray does not come up.
 * @param options `tray: false`: a desktop with neither panel nor tray
 */
export async function startDesktopSession({ tray = true } = {}): Promise<DesktopSession> {
  const missing = missingDesktopPrograms();
  if (missing.length > 0) throw new Error(`A desktop session needs ${missing.join(', ')}.`);
  const home = await mkdtemp(join(tmpdir(), 'hermes-desktop-'));
  const processes = new ProcessGroup();
  const close = async () => {
    await processes.end();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  try {
    const env = await startPrograms(home, processes, tray);
    return await controls(env, close, tray);
  } catch (error) {
    await close();
    throw error;
  }
}

async function startPrograms(home: string, processes: ProcessGroup, tray: boolean) {
  const env = await isolatedEnvironment(home);

  // Given no display number, Xvfb takes a free one and writes it once it accepts clients.
  const size = `${screen.width}x${screen.height}x24`;
  const xvfb = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset'];
  env.DISPLAY = `:${await processes.startAndRead(3, 'Xvfb', xvfb, env)}`;

  const bus = ['--session', '--nofork', '--nopidfile', '--print-address=1'];
  env.DBUS_SESSION_BUS_ADDRESS = await processes.startAndRead(1, 'dbus-daemon', bus, env);

  processes.start('xfwm4', ['--compositor=off'], env);
  await until('the window manager', async () =>
    (await output(env, 'xprop', '-root', '_NET_SUPPORTING_WM_CHECK')).includes('window id'),
  );
  if (!tray) return env;
  processes.start('xfce4-panel', ['--disable-wm-check'], env);
  await until('the tray', () => trayIsReady(env));
  return env;
}

async function isolatedEnvironment(home: string): Promise<Environment> {
  const folders = {
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_RUNTIME_DIR: join(home, '.runtime'),
  };
  for (const folder of Object.values(folders)) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  const channels = join(folders.XDG_CONFIG_HOME, 'xfce4', 'xfconf', 'xfce-perchannel-xml');
  await mkdir(channels, { recursive: true });
  await writeFile(join(channels, 'xfce4-panel.xml'), panelConfiguration);

  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(DBUS_|XDG_|WAYLAND_|DISPLAY$|XAUTHORITY$)/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    ...folders,
    HOME: home,
    XDG_CURRENT_DESKTOP: 'XFCE',
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
  };
}

async function trayIsReady(env: Environment) {
  const watcher = ['--dest=org.kde.StatusNotifierWatcher', '/StatusNotifierWatcher'];
  const property = ['org.kde.StatusNotifierWatcher', 'IsStatusNotifierHostRegistered'];
  const get = ['org.freedesktop.DBus.Properties.Get', ...property.map((name) => `string:${name}`)];
  const answer = await output(env, 'dbus-send', '--session', '--print-reply', ...watcher, ...get);
  return answer.includes('boolean true');
}

async function controls(
  env: Environment,
  close: () => Promise<void>,
  tray: boolean,
): Promise<DesktopSession> {
  // Icons are what differs from the panel as it is now, while it is empty.
  const emptyPanel = await stable('the panel', async () => {
    const pixels = await panelPixels(env);
    return !tray || pixels.some((value) => value > 0) ? pixels : undefined;
  });
  const trayIcons = async () => differences(emptyPanel, await panelPixels(env));
  const trayIcon = () => stable('a tray icon', async () => (await trayIcons())[0]);
  const click = async (x: number, y: number, button = 1) => {
    const [left, top] = [Math.round(x), Math.round(y)];
    await execute('xdotool', ['mousemove', `${left}`, `${top}`, 'click', `${button}`], { env });
  };

  return {
    env,
    close,
    click,
    trayIcons,
    trayIcon,
    async screenshot(path) {
      await execute('import', ['-window', 'root', path], { env });
    },
    async key(...names) {
      await execute('xdotool', ['key', ...names], { env });
    },
    async openTrayMenu() {
      const icon = await trayIcon();
      const before = await visibleWindows(env);
      await click(icon.x + icon.width / 2, icon.y + icon.height / 2, 3);
      return stable('the tray menu', async () => {
        const opened = [...(await visibleWindows(env))].find(
          ([id, { height }]) => !before.has(id) && height > 10,
        );
        return opened?.[1];
      });
    },
    windowTitled: (title) =>
      until(`a window titled "${title}"`, async () => {
        const pattern = title.replace(/[^\w ]/g, '.');
        const found = await output(env, 'xdotool', 'search', '--onlyvisible', '--name', pattern);
        return found.split('\n')[0];
      }),
    visibleWindows: () => visibleWindows(env),
  };
}
