import type { IpcMainInvokeEvent } from 'electron';
import { appOrigin } from '../window/app-protocol.ts';

/** Whether a call comes from the top frame of one of our own pages, and from nothing embedded in it. */
export function isTrustedSender(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
): boolean {
  const { sender, senderFrame } = event;
  // Null once the frame has gone or navigated away.
  if (!senderFrame || senderFrame !== sender.mainFrame) return false;
  return senderFrame.url.startsWith(`${appOrigin}/`);
}
