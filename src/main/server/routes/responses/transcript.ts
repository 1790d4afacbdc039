import type { RunEvent } from '../../../../shared/run-events.ts';
import { invalidRequest } from '../../errors/api-error.ts';
import { callsOf, pairCalls, type Group } from '../../requests/paired-calls.ts';
import { settle } from '../../../agent/loop/settle.ts';
import type { ChatMessage } from '../../../model/model.ts';
import type { InputItem, Turn } from '../../../store/response-store.ts';
import { itemsToMessages, type ItemsAsMessages } from './output/items.ts';

/** Items of a conversation that `truncation: "auto"` keeps, the new input included. */
const keptItems = 100;

/**
 * What the model gets of a conversation: the turns before and the new input, each message, call and
 * output once and in order. Every call is followed by its output, as model services demand; a call
 * that the client never answered gets an output that says so.
 * @throws {ApiError} 400 where the input answers a call that was never made
 */
export function assembleTranscript(
  turns: readonly Turn[],
  input: readonly InputItem[],
  truncation: 'auto' | 'disabled',
): ItemsAsMessages {
  const instructions: string[] = [];
  const past: ChatMessage[] = [];
  for (const turn of turns) {
    const said = itemsToMessages(turn.input);
    instructions.push(...said.instructions);
    past.push(...said.messages, ...turn.messages);
  }
  const now = itemsToMessages(input);
  instructions.push(...now.instructions);
  const added = withoutRepeated(now.messages, turns.at(-1));
  const { groups, orphans } = pairCalls([...past, ...added]);
  const orphan = orphans.find((message) => added.includes(message));
  if (orphan) {
    throw invalidRequest(
      `input: there is no call with the id ${orphan.tool_call_id} that this function_call_output could answer`,
      'input',
    );
  }
  const kept = truncation === 'auto' ? latestOf(groups, keptItems) : groups;
  return { instructions, messages: kept.flat() };
}

/**
 * Some clients (Semantic Kernel) send what the person said once more, beside the outputs by which the
 * same turn goes on. Behind them it would be a new question, and its tools would run again.
 */
function withoutRepeated(now: ChatMessage[], last: Turn | undefined): ChatMessage[] {
  const calls = new Set(last?.messages.flatMap(callsOf).map(({ id }) => id));
  const goesOn = now.some((message) => message.role === 'tool' && calls.has(message.tool_call_id));
  if (!goesOn) return now;
  const said = new Set(
    itemsToMessages(last!.input).messages.map((message) => JSON.stringify(message)),
  );
  return now.filter((message) => message.role === 'tool' || !said.has(JSON.stringify(message)));
}

/**
 * The messages of a run that was stopped, made fit to go on from: the text that was being written is
 * part of it, and calls that had no answer yet get one that says so.
 */
export function settleTranscript(
  messages: readonly ChatMessage[],
  events: readonly RunEvent[],
): ChatMessage[] {
  const outputs = new Map<string, string>();
  let unfinished = '';
  for (const event of events) {
    if (event.type === 'model.started' || event.type === 'model.finished') unfinished = '';
    else if (event.type === 'text.delta') unfinished += event.text;
    else if (event.type === 'tool.finished') outputs.set(event.callId, event.output);
  }
  return settle(messages, { text: unfinished, outputs });
}

/** The latest groups that make up at most `count` items, but the last one at least. */
function latestOf(groups: readonly Group[], count: number): Group[] {
  let items = 0;
  const cut = groups.findLastIndex((group) => {
    items += group.reduce((sum, message) => sum + itemsIn(message), 0);
    return items > count;
  });
  return groups.slice(Math.min(cut + 1, groups.length - 1));
}

function itemsIn(message: ChatMessage): number {
  const calls = callsOf(message).length;
  return calls === 0 ? 1 : calls + (message.content ? 1 : 0);
}
