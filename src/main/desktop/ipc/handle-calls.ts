import type { IpcMain, WebContents } from 'electron';
import { callNames, channelOf, type CallName } from '../../../shared/ipc-names.ts';
import {
  ipcCalls,
  type CallAnswer,
  type CallOutput,
  type FieldIssue,
  type ParsedInput,
} from '../../../shared/ipc.ts';
import type { Logger } from '../../log/logger.ts';
import { issuesOf, SettingsError } from '../../settings/settings-error.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** One function for each call of the contract; it is given parsed input. */
export type CallHandlers = {
  readonly [Name in CallName]: (
    input: ParsedInput<Name>,
    sender: WebContents,
  ) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

/**
 * Connects the contract to its handlers. Every call passes the same two checks: it comes from one of
 * our own pages, and its input is what the contract says. What a handler throws becomes a message.
 */
export function handleCalls(ipcMain: IpcMain, handlers: CallHandlers, logger: Logger): void {
  for (const name of callNames) {
    ipcMain.handle(channelOf('call', name), async (event, input: unknown) => {
      if (!isTrustedSender(event)) {
        logger.warn('A call from a page that is not ours was refused', { call: name });
        return refused('This page may not call the app.');
      }
      const parsed = ipcCalls[name].input.safeParse(input);
      if (!parsed.success) return refused('The input is not valid.', issuesOf(parsed.error));
      try {
        const handler = handlers[name] as (input: unknown, sender: WebContents) => unknown;
        return { ok: true, value: await handler(parsed.data, event.sender) };
      } catch (error) {
        if (error instanceof SettingsError) return refused(error.message, [...error.issues]);
        logger.warn('A call from the window failed', { call: name, error });
        return refused(error instanceof Error ? error.message : String(error));
      }
    });
  }
}

function refused(message: string, issues: FieldIssue[] = []): CallAnswer<never> {
  return { ok: false, error: { message, issues } };
}
