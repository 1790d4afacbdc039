import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrayPresence } from '../../../../src/main/desktop/tray/find-tray.ts';
import { watchTray } from '../../../../src/main/desktop/tray/watch-tray.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(answers: TrayPresence[]) {
  let asked = 0;
  const find = (): Promise<TrayPresence> => {
    asked += 1;
    return Promise.resolve(answers[Math.min(asked, answers.length) - 1]!);
  };
  const watcher = watchTray(find);
  const changes: boolean[] = [];
  watcher.onChange(() => changes.push(watcher.missing));
  return { watcher, changes };
}

it('a panel that starts after the app, as at login, is waited for', async () => {
  const { watcher, changes } = watch(['missing', 'missing', 'missing', 'present']);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(watcher.missing).toBe(false);
  expect(changes).toEqual([]);
});

it('a tray that is nowhere after some seconds is missing, and told once', async () => {
  const { watcher, changes } = watch(['missing']);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(watcher.missing).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(watcher.missing).toBe(true);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(changes).toEqual([true]);
});

it('a tray that comes later is found', async () => {
  const { watcher, changes } = watch([...Array<TrayPresence>(6).fill('missing'), 'present']);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(changes).toEqual([true, false]);
  expect(watcher.missing).toBe(false);
});

it('where nothing can tell, nothing is said', async () => {
  const { changes } = watch(['unknown']);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(changes).toEqual([]);
});
