import type { ChatMessage } from '../../model/model.ts';
import { callsIn } from '../remembered/spans.ts';

const interrupted = 'Interrupted: the run was stopped before this call had an answer.';

/** How far a run had come when it was stopped. */
export interface BrokenOff {
  /** What its model was writing. */
  text: string;
  /** Outputs of calls that are in no message yet, by their ids. */
  outputs: ReadonlyMap<string, string>;
}

/**
 * The messages of a run that was stopped, made fit to go on from: the text that was being written is
 * part of it, and calls that had no answer yet get one that says so.
 */
export function settle(
  messages: readonly ChatMessage[],
  { text, outputs }: BrokenOff,
): ChatMessage[] {
  const at = messages.findLastIndex((message) => message.role === 'assistant');
  const last = messages[at];
  const settled = [...messages];
  for (const { id } of last ? callsIn(last) : []) {
    const answers = messages.slice(at + 1);
    if (answers.some((message) => message.role === 'tool' && message.tool_call_id === id)) continue;
    settled.push({ role: 'tool', tool_call_id: id, content: outputs.get(id) ?? interrupted });
  }
  if (text !== '') settled.push({ role: 'assistant', content: text });
  return settled;
}
