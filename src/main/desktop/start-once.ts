import type { App } from 'electron';
import type { FoundDataDir } from './desktop-paths.ts';
import { failToStart } from './fail-to-start.ts';

/**
 * Starts the app unless its data folder cannot be used, which is said, or another one with this folder
 * runs, which then shows its window. What keeps it from starting is said in a dialog; it ends with 1.
 */
export function startOnce(app: App, dataDir: FoundDataDir, start: () => Promise<void>): void {
  if (dataDir.problem) void app.whenReady().then(() => failToStart(dataDir.problem));
  else if (app.requestSingleInstanceLock()) void app.whenReady().then(start).catch(failToStart);
  else app.quit();
}
