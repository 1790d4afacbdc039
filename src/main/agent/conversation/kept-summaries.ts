import { createHash } from 'node:crypto';
import { z } from 'zod';
import { renderMessage, textOf } from '../../model/conversation/measure.ts';
import type { ChatMessage } from '../../model/model.ts';

/** A summary, and the beginning of a conversation that it stands for. */
export const keptSummary = z.object({
  /** How many user messages it stands for. */
  turns: z.int().min(1),
  /** Of the turn that the last of them begins: how many messages, the user's among them; 0: all. */
  within: z.int().min(0),
  /** Digest of what it stands for. */
  key: z.string(),
  text: z.string(),
});
/** See {@link keptSummary}. */
export type KeptSummary = z.output<typeof keptSummary>;

const opening = '[Summary of the conversation so far, in place of';

/** The message that stands for older ones. */
export function summaryMessage(text: string, olderMessages: number): ChatMessage {
  return { role: 'user', content: `${opening} ${olderMessages} older messages]\n${text}` };
}

/** Whether a conversation begins with such a message. */
export function beginsWithSummary(messages: readonly ChatMessage[]): boolean {
  const [first] = messages;
  return first?.role === 'user' && textOf(first).startsWith(opening);
}

/**
 * A conversation with the summary that was made of its beginning in place of that, so that the model
 * gets the same words in each turn; as it is where none fits.
 * @param summaries the latest last, which goes before
 */
export function withSummary(
  messages: readonly ChatMessage[],
  summaries: readonly KeptSummary[],
): ChatMessage[] {
  for (const { turns, within, key, text } of summaries.toReversed()) {
    const cut = cutAt(messages, turns, within);
    if (cut === undefined || keyOf(messages, cut).key !== key) continue;
    return [{ role: 'user', content: text }, ...messages.slice(cut)];
  }
  return [...messages];
}

/**
 * A summary as it is kept; undefined where it stands for nothing that can be found again.
 * @param messages the conversation as the client tells it, with what was put back
 * @param cut how many of them it stands for
 * @param text the whole message that stands for them
 */
export function summaryOf(
  messages: readonly ChatMessage[],
  cut: number,
  text: string,
): KeptSummary | undefined {
  const { turns, within, key } = keyOf(messages, cut);
  return turns === 0 ? undefined : { turns, within, key, text };
}

function cutAt(
  messages: readonly ChatMessage[],
  turns: number,
  within: number,
): number | undefined {
  const starts = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  const cut = within === 0 ? starts[turns] : (starts[turns - 1] ?? messages.length) + within;
  return cut !== undefined && cut < messages.length ? cut : undefined;
}

/**
 * What tells one beginning from another. Of turns that are over only what was said counts: what is put
 * back of their calls gets shorter as the conversation grows. Of a turn that is cut everything does.
 */
function keyOf(
  messages: readonly ChatMessage[],
  cut: number,
): { turns: number; within: number; key: string } {
  const older = messages.slice(0, cut);
  const isWhole = messages[cut]?.role === 'user';
  const open = isWhole
    ? cut
    : Math.max(
        0,
        older.findLastIndex(({ role }) => role === 'user'),
      );
  const hash = createHash('sha256');
  for (const [index, message] of older.entries()) {
    if (index >= open || isSaid(message)) hash.update(renderMessage(message)).update('\0');
  }
  return {
    turns: older.filter(({ role }) => role === 'user').length,
    within: cut - open,
    key: hash.digest('base64url').slice(0, 22),
  };
}

/** Whether a message is a person's words or an answer. */
function isSaid(message: ChatMessage): boolean {
  return message.role === 'user' || (message.role === 'assistant' && !message.tool_calls);
}
