import { createHash } from 'node:crypto';
import type { ChatMessage } from '../../../model.ts';

/** Kimi takes no empty text. */
const placeholder = ' ';
/** ai.google.dev/gemini-api/docs/thought-signatures */
const unsigned = { google: { thought_signature: 'skip_thought_signature_validator' } };

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Mistral's; the tightest there is, so that it suits all. */
const idLength = 9;

/** Messages that call tools carry reasoning, for thinking models that refuse to go on without. */
export function reasoningAlways(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) =>
    message.role === 'assistant' && message.tool_calls && !('reasoning_content' in message)
      ? ({ ...message, reasoning_content: placeholder } as ChatMessage)
      : message,
  );
}

/** Calls carry a signature, the one Gemini takes for calls that are not its own where none is known. */
export function signedCalls(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) => {
    if (message.role !== 'assistant' || !message.tool_calls) return message;
    const signed = message.tool_calls.map((call) =>
      'extra_content' in call ? call : { ...call, extra_content: unsigned },
    );
    return { ...message, tool_calls: signed };
  });
}

/**
 * Ids of nine letters and digits, each made from the id it had, so that a conversation looks the same
 * each time it is sent. An id that comes again, as services that count from 1 in every reply send it,
 * gets another each time.
 */
export function shortIds(messages: readonly ChatMessage[]): ChatMessage[] {
  const uses = new Map<string, number>();
  const current = new Map<string, string>();
  return messages.map((message) => {
    if (message.role === 'assistant' && message.tool_calls) {
      const calls = message.tool_calls.map((call) => {
        const use = uses.get(call.id) ?? 0;
        uses.set(call.id, use + 1);
        const id = shortId(use === 0 ? call.id : `${call.id} ${use}`);
        current.set(call.id, id);
        return { ...call, id };
      });
      return { ...message, tool_calls: calls };
    }
    if (message.role !== 'tool') return message;
    const { tool_call_id: id } = message;
    return { ...message, tool_call_id: current.get(id) ?? shortId(id) };
  });
}

function shortId(id: string): string {
  if (/^[a-zA-Z0-9]{9}$/.test(id)) return id;
  const digest = createHash('sha256').update(id).digest();
  return Array.from(digest.subarray(0, idLength), (byte) => letters[byte % letters.length]).join(
    '',
  );
}
