import type { ChatMessage } from '../../model/model.ts';

const goOn =
  'Go on with your last message exactly where it ends. Repeat nothing of it, and say nothing about it.';

/**
 * A conversation that ends with an assistant's message ("Continue" in chat programs) asks for its
 * rest. Services differ in what they make of that: some go on, some begin anew, some refuse. All
 * understand it in words.
 */
export function askedToGoOn(messages: readonly ChatMessage[]): ChatMessage[] {
  const last = messages.at(-1);
  const unfinished = last?.role === 'assistant' && !last.tool_calls?.length;
  return unfinished ? [...messages, { role: 'user', content: goOn }] : [...messages];
}
