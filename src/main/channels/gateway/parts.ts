import type { MessageEvent } from '../channel.ts';

/** A message that waits, or a part of one. */
export interface Part {
  /** In the inbox. */
  id: number;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  event: MessageEvent;
}

/** How long more may come after this part, in milliseconds: apps cut long texts, and albums are many. */
export function quietMs({ text, album }: Pick<MessageEvent, 'text' | 'album'>): number {
  if (album !== undefined) return 1_000;
  if (text.length >= 4_000) return 2_000;
  return text.length > 1_000 ? 1_500 : 300;
}

/** The parts at the head of the queue that are one message, as far as they have come. */
export function firstMessage(waiting: readonly Part[]): Part[] {
  const message = waiting.slice(0, 1);
  for (const next of waiting.slice(1)) {
    const last = message.at(-1)!;
    const together =
      next.event.album === last.event.album &&
      next.event.from.id === last.event.from.id &&
      next.receivedAt - last.receivedAt <= quietMs(last.event);
    if (!together) break;
    message.push(next);
  }
  return message;
}

/** The text of a message that came in parts. */
export function joinedText(parts: readonly Part[]): string {
  let text = '';
  for (const { event } of parts) {
    if (event.text === '') continue;
    // A part as long as can be was cut within a line.
    const cut = text.length > 0 && text.length % 4096 === 0;
    text += text === '' || cut ? event.text : `\n${event.text}`;
  }
  return text;
}
