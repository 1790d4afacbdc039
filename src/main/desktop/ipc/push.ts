import type { BrowserWindow, WebContents } from 'electron';
import { channelOf, type PushName } from '../../../shared/ipc-names.ts';
import type { IpcPushes } from '../../../shared/ipc.ts';

/** Sends a push to one page; nothing happens when it has gone meanwhile. */
export function push<Name extends PushName>(
  contents: WebContents,
  name: Name,
  payload: IpcPushes[Name],
): void {
  if (!contents.isDestroyed()) contents.send(channelOf('push', name), payload);
}

/** Sends a push to all of these windows. */
export function pushToAll<Name extends PushName>(
  windows: Iterable<BrowserWindow>,
  name: Name,
  payload: IpcPushes[Name],
): void {
  for (const window of windows) if (!window.isDestroyed()) push(window.webContents, name, payload);
}
