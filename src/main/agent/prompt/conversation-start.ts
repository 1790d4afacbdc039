import { createHash } from 'node:crypto';
import { textOf } from '../../model/conversation/measure.ts';
import type { AgentRequest } from '../agent.ts';

/** What a conversation began with, and keeps to its end. */
export interface ConversationStart {
  /** Environment, date, memory, skills and notes, as they go to the model. */
  context: string;
  /** The client's own layer. */
  layer: string;
  /** The groups of tools that are found on demand. */
  toolIndex: string;
}

/** Keeps texts by a key, over restarts where there is a store. */
export interface KeptTexts {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
}

/**
 * Returns a function that gives what a request's conversation began with: what was made at its first
 * turn, or what `make` makes where that turn is this one, or is not known any more. A model service has
 * read these texts; with others it would have to read all of the conversation anew.
 */
export function createConversationStarts(
  kept: KeptTexts,
): (request: AgentRequest, make: () => Promise<ConversationStart>) => Promise<ConversationStart> {
  return async (request, make) => {
    const keys = [`id:${request.conversationId}`, `words:${firstWordsKey(request)}`];
    if (request.messages.some(({ role }) => role === 'assistant')) {
      for (const key of keys) {
        const text = await kept.get(key);
        if (text !== undefined) return JSON.parse(text) as ConversationStart;
      }
    }
    const start = await make();
    const text = JSON.stringify(start);
    await Promise.all(keys.map((key) => kept.set(key, text)));
    return start;
  };
}

/**
 * A client of a stateless API names no conversation, but sends its first message each time. Two
 * conversations that begin with the same words share what they began with: the latest one's.
 */
function firstWordsKey({ messages, client }: AgentRequest): string {
  const first = messages.find(({ role }) => role === 'user');
  const hash = createHash('sha256').update(client).update('\0');
  return hash.update(first ? textOf(first) : '').digest('base64url');
}

/** Texts in memory, the latest used ones. */
export function createTextsInMemory(most: number): KeptTexts {
  const texts = new Map<string, string>();
  const put = (key: string, text: string): void => {
    texts.delete(key);
    texts.set(key, text);
    if (texts.size > most) texts.delete(texts.keys().next().value!);
  };
  return {
    get: (key) => {
      const text = texts.get(key);
      if (text !== undefined) put(key, text);
      return Promise.resolve(text);
    },
    set: (key, text) => {
      put(key, text);
      return Promise.resolve();
    },
  };
}
