import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { callNames, channelOf, pushNames, type PushName } from '../shared/ipc-names.ts';

/**
 * The only bridge between a window and the main process: one named function for each call of the
 * contract, and `on` for its pushes. What crosses it is checked in the main process.
 */
const calls = Object.fromEntries(
  callNames.map((name) => {
    const channel = channelOf('call', name);
    return [name, (input?: unknown): Promise<unknown> => ipcRenderer.invoke(channel, input)];
  }),
);

function on(name: PushName, listener: (payload: unknown) => void): () => void {
  if (!pushNames.includes(name))
    throw new Error(`Nothing is pushed under the name ${String(name)}`);
  const channel = channelOf('push', name);
  // The event object would hand the page an ipcRenderer; only the payload passes.
  const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
  ipcRenderer.on(channel, forward);
  return () => void ipcRenderer.off(channel, forward);
}

contextBridge.exposeInMainWorld('hermes', { ...calls, on });
