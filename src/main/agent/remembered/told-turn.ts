import type { ChatMessage } from '../../model/model.ts';
import { evenly, shortenEach } from './shorten.ts';
import { callsIn } from './spans.ts';

/** What a run did, as it is kept. */
export interface ToldTurn {
  /** What stood between the person's words and this run: earlier runs of the turn, the client's outputs. */
  before: ChatMessage[];
  /** What the run added. */
  own: ChatMessage[];
  /** Where it broke off: all that a client may have seen of its text, in the plain form. */
  broken?: string;
}

/** Outputs of tools kept of a turn, in characters; and texts in the arguments of its calls. */
const mostKept = { outputs: 64 * 1024, arguments: 32 * 1024 };

/** The turn as JSON within its limits; null where nothing in it is hidden from clients. */
export function tell({ before, own, broken }: ToldTurn): string | null {
  const messages = [...before, ...own];
  if (!messages.some(({ role }) => role === 'tool')) return null;
  const fitted = fit(messages.map(withoutPictures));
  return JSON.stringify({
    before: fitted.slice(0, before.length),
    own: fitted.slice(before.length),
    ...(broken === undefined ? {} : { broken }),
  } satisfies ToldTurn);
}

/** Reads what `tell` wrote. */
export function readTold(json: string): ToldTurn {
  return JSON.parse(json) as ToldTurn;
}

function fit(messages: readonly ChatMessage[]): ChatMessage[] {
  const outputs = messages.flatMap((message) =>
    message.role === 'tool' && typeof message.content === 'string' ? [message.content.length] : [],
  );
  const calls = messages.flatMap((message) =>
    callsIn(message).map((call) => call.arguments.length),
  );
  return shortenEach(messages, {
    // Each that is cut has a notice of some 100 characters.
    output: Math.max(evenly(outputs, mostKept.outputs) - 150, 0),
    argument: Math.max(evenly(calls, mostKept.arguments), 200),
  });
}

/** Pictures that tools brought are megabytes. */
function withoutPictures(message: ChatMessage): ChatMessage {
  if (message.role !== 'user' || !Array.isArray(message.content)) return message;
  const texts = message.content.map((part) =>
    part.type === 'text'
      ? part.text
      : `[A ${part.type === 'image_url' ? 'picture' : part.type}, no longer kept.]`,
  );
  return { ...message, content: texts.join('\n') };
}
