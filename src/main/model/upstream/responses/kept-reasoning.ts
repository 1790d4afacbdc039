import type OpenAI from 'openai';
import { isRecord } from '../../../../shared/is-record.ts';

/** A reasoning item as it goes back to the service that sent it. */
export type ReasoningItem = OpenAI.Responses.ResponseReasoningItem;
type Phase = NonNullable<OpenAI.Responses.EasyInputMessage['phase']>;

/** What stood before a message or a call, for the transcript. */
export interface KeptReasoning {
  reasoning: ReasoningItem[];
  /** What the message was meant as; the newest models want it back. */
  phase?: Phase;
}

/**
 * A reasoning item without what only concerns its delivery. Undefined for one that the service could
 * not read again: it keeps none itself, so an item is its encrypted content, or its text.
 */
export function asKept(item: ReasoningItem): ReasoningItem | undefined {
  const { id, summary, encrypted_content: encrypted, content } = item;
  if (encrypted) return { type: 'reasoning', id, summary, encrypted_content: encrypted };
  return content && content.length > 0 ? { type: 'reasoning', id, summary, content } : undefined;
}

/** What was kept for the transcript, read again. */
export function keptReasoning(extras: Record<string, unknown> | undefined): KeptReasoning {
  const { reasoning, phase } = extras ?? {};
  const items = Array.isArray(reasoning) ? reasoning.filter(isReasoning) : [];
  return {
    reasoning: items,
    ...(phase === 'commentary' || phase === 'final_answer' ? { phase } : {}),
  };
}

function isReasoning(item: unknown): item is ReasoningItem {
  return isRecord(item) && item['type'] === 'reasoning' && typeof item['id'] === 'string';
}
