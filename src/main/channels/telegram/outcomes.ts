import type { Outcome } from '../channel.ts';
import type { BotFailure } from './bot-api.ts';

/**
 * What the platform's refusals mean, by the words of their descriptions: there is no other sign, and
 * all of them come as 400.
 */
const meanings: readonly (readonly [RegExp, (description: string) => Outcome])[] = [
  [/message is not modified/, () => ({ kind: 'unchanged' })],
  [/can't parse entities/, (error) => ({ kind: 'unparsed', error })],
  [/(message|caption) is too long|MESSAGE_TOO_LONG/, () => ({ kind: 'too long' })],
  [
    /message to be replied not found|reply message not found/,
    () => ({ kind: 'gone', what: 'reply' }),
  ],
  [/message thread not found|TOPIC_DELETED|TOPIC_CLOSED/, () => ({ kind: 'gone', what: 'thread' })],
  [
    /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/,
    () => ({ kind: 'gone', what: 'message' }),
  ],
  [
    /chat not found|have no rights to send|not enough rights|CHAT_WRITE_FORBIDDEN|PEER_ID_INVALID/,
    (error) => ({ kind: 'closed', error }),
  ],
];

/** How a call that came to nothing ended, for the delivery. */
export function outcomeOf(failure: BotFailure): Outcome {
  if (failure.kind !== 'refused') return failure;
  const { code, description, retryAfterSeconds, migratedTo } = failure;
  if (migratedTo !== undefined) return { kind: 'moved', chat: String(migratedTo) };
  if (code === 401) return { kind: 'token refused' };
  if (code === 403) return { kind: 'closed', error: description };
  if (code === 429) {
    return { kind: 'refused', retryAfterMs: (retryAfterSeconds ?? 1) * 1000, scope: 'chat' };
  }
  if (code >= 500) return { kind: 'unanswered', error: description };
  const meaning = code === 400 && meanings.find(([words]) => words.test(description));
  return meaning ? meaning[1](description) : { kind: 'failed', error: description };
}
