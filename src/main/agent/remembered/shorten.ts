import type { ChatMessage } from '../../model/model.ts';
import { headOf, tailOf } from '../text/truncate.ts';

/**
 * Messages of a turn made shorter. The same messages come out the same each time: what stands in front
 * of a conversation must not change from one request to the next.
 */

/** A text's beginning and end, in place of all of it. */
function shortened(text: string, keep: number): string {
  const head = headOf(text, Math.floor(keep / 2));
  const tail = tailOf(text, Math.floor(keep / 2));
  const missing = text.length - head.length - tail.length;
  const notice = `\n\n[… ${missing} characters of this earlier call are no longer kept. Call it again if you need them.]\n\n`;
  return missing <= notice.length ? text : `${head}${notice}${tail}`;
}

/** The messages with outputs and texts in arguments of so many characters each at most. */
export function shortenEach(
  messages: readonly ChatMessage[],
  keep: { output: number; argument: number },
): ChatMessage[] {
  return messages.map((message) => {
    if (message.role === 'tool' && typeof message.content === 'string') {
      return { ...message, content: shortened(message.content, keep.output) };
    }
    if (message.role !== 'assistant' || !message.tool_calls) return message;
    const calls = message.tool_calls.map((call) =>
      call.type === 'function' && call.function.arguments.length > keep.argument
        ? {
            ...call,
            function: {
              ...call.function,
              arguments: shortArguments(call.function.arguments, keep.argument),
            },
          }
        : call,
    );
    return { ...message, tool_calls: calls };
  });
}

/** Arguments stay JSON of the same form. */
function shortArguments(json: string, keep: number): string {
  try {
    return JSON.stringify(JSON.parse(json), (_key, value: unknown) =>
      typeof value === 'string' ? shortened(value, keep) : value,
    );
  } catch {
    // It was no JSON when the model wrote it, and nothing ran.
    return '{}';
  }
}

/** How much of each text may stay, in characters, so that all take no more than `room` together. */
export function evenly(lengths: readonly number[], room: number): number {
  let left = room;
  const ascending = lengths.toSorted((a, b) => a - b);
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (length > share) return share;
    left -= length;
  }
  return Number.POSITIVE_INFINITY;
}
