import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createUpdates } from '../../../src/main/desktop/updates/updates.ts';
import { settingsSchema, type Settings } from '../../../src/shared/settings.ts';

// The clock is what is tested here; the real updater with a real feed is in test/e2e/updates.test.ts.
type Mode = Settings['app']['updates'];
const hour = 60 * 60 * 1000;
let appPath: string;

beforeEach(async () => {
  appPath = await mkdtemp(join(tmpdir(), 'hermes-updates-'));
  await writeFile(
    join(appPath, 'dev-app-update.yml'),
    'provider: generic\nurl: http://127.0.0.1:9',
  );
  vi.useFakeTimers();
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(appPath, { recursive: true });
});

/** Updates over an updater that counts how often it is asked, and answers as told. */
function watched(mode: Mode, answer: () => Promise<unknown> = () => Promise.resolve({})) {
  const asked: Mode[] = [];
  const updater = Object.assign(new EventEmitter(), {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    checkForUpdates: () => {
      asked.push(settings.current.app.updates);
      return answer();
    },
  });
  let changed: (next: Settings, previous: Settings) => void;
  const settings = {
    current: settingsSchema.parse({ app: { updates: mode } }),
    onChange: (listener: typeof changed) => {
      changed = listener;
      return () => undefined;
    },
  };
  const loadUpdater = vi.fn(() => Promise.resolve(updater as never));
  const updates = createUpdates({
    settings,
    logger: { warn: () => undefined } as never,
    app: { isPackaged: false, getAppPath: () => appPath, releaseSingleInstanceLock: () => true },
    loadUpdater,
    beforeInstall: () => Promise.resolve(),
  });
  const choose = (next: Mode): void => {
    const previous = settings.current;
    settings.current = settingsSchema.parse({ app: { updates: next } });
    changed(settings.current, previous);
  };
  return { updates, updater, loadUpdater, asked, choose };
}

test('off: the updater is not even loaded', async () => {
  const { loadUpdater, asked } = watched('off');
  await vi.advanceTimersByTimeAsync(30 * 24 * hour);
  expect(loadUpdater).not.toHaveBeenCalled();
  expect(asked).toEqual([]);
});

test('on: the first look comes soon after the start, and others every six hours', async () => {
  const { updater, loadUpdater, asked } = watched('notify');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toHaveLength(1);
  updater.emit('update-not-available', {});
  await vi.advanceTimersByTimeAsync(6 * hour);
  expect(asked).toHaveLength(2);
  expect(loadUpdater).toHaveBeenCalledTimes(1);
});

test('switching on looks at once, and switching off ends looking', async () => {
  const { updater, asked, choose } = watched('off');
  choose('notify');
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual(['notify']);
  updater.emit('update-not-available', {});
  choose('off');
  await vi.advanceTimersByTimeAsync(30 * 24 * hour);
  expect(asked).toEqual(['notify']);
});

test('only `auto` downloads and installs by itself, and a change holds for what was downloaded', async () => {
  const { updater, choose } = watched('auto');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(updater).toMatchObject({ autoDownload: true, autoInstallOnAppQuit: true });
  updater.emit('update-downloaded', { version: '2.0.0' });
  choose('off');
  await vi.advanceTimersByTimeAsync(0);
  expect(updater).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false });
});

test('an installation that cannot update itself says so, and does not look for ever', async () => {
  const { updates, asked } = watched('auto', () => Promise.resolve(null));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(updates.current).toMatchObject({
    state: 'unsupported',
    message: expect.stringContaining('downloading a new version'),
  });
  await vi.advanceTimersByTimeAsync(24 * hour);
  expect(asked).toHaveLength(1);
});

test('a download that fails is shown, and is tried again at the next look', async () => {
  const { updates, asked } = watched('auto', () =>
    Promise.resolve({ downloadPromise: Promise.reject(new Error('sha512 mismatch\n at x')) }),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  expect(updates.current).toMatchObject({ state: 'failed', message: 'sha512 mismatch' });
  await vi.advanceTimersByTimeAsync(6 * hour);
  expect(asked).toHaveLength(2);
});
