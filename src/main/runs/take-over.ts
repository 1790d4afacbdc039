import type { Resumption } from '../agent/agent.ts';
import type { ChatMessage } from '../model/model.ts';
import { addUsage, isFinal, noUsage, type RunEvent } from '../../shared/run-events.ts';

/** What a run that broke off goes on from. */
export interface TakenOver {
  /** Its log up to the model call that failed. */
  events: RunEvent[];
  resumption: Resumption;
}

const interrupted =
  'Interrupted: it was stopped before it had ended, because the client left. What it did by then is done; look before you do it again.';

/**
 * What stands of a run that broke off once tools had run: all but the model call that failed, which
 * is made again. Calls that had begun are not run again, whatever became of them; calls that had not,
 * since they waited for their turn or for a person's word, are.
 * @param log its whole log, the final event included
 * @param messages what it had added to the conversation
 */
export function takeOver(log: readonly RunEvent[], messages: readonly ChatMessage[]): TakenOver {
  const usage = log.reduce(
    (sum, event) =>
      event.type === 'model.finished' && event.usage ? addUsage(sum, event.usage) : sum,
    noUsage,
  );
  const kept = withoutLastAnswer(messages);
  const pending = openCalls(kept);
  const { events, outputs } = pending.size > 0 ? settle(log, pending) : upToFailedCall(log);
  const calls = events.reduce(
    (most, event) => (event.type === 'model.finished' ? Math.max(most, event.call) : most),
    0,
  );
  return { events, resumption: { messages: kept, calls, usage, outputs } };
}

/** An answer that was there, and could not be stored, say, is asked for again. */
function withoutLastAnswer(messages: readonly ChatMessage[]): ChatMessage[] {
  const last = messages.at(-1);
  return last?.role === 'assistant' && !last.tool_calls ? messages.slice(0, -1) : [...messages];
}

/** Ids of the calls of the last message that have no output among the messages. */
function openCalls(messages: readonly ChatMessage[]): ReadonlySet<string> {
  const last = messages.at(-1);
  return new Set(last?.role === 'assistant' ? last.tool_calls?.map(({ id }) => id) : []);
}

/** Everything before the first model call after the last tool. */
function upToFailedCall(log: readonly RunEvent[]): {
  events: RunEvent[];
  outputs: ReadonlyMap<string, string>;
} {
  const lastTool = log.findLastIndex(({ type }) => type.startsWith('tool.'));
  const failed = log.findIndex(({ type }, at) => at > lastTool && type === 'model.started');
  const end = failed === -1 ? log.length : failed;
  return { events: log.slice(0, end).filter((event) => !isFinal(event)), outputs: new Map() };
}

/** The log of a run that broke off among its tools, and the outputs of those that had begun. */
function settle(
  log: readonly RunEvent[],
  pending: ReadonlySet<string>,
): { events: RunEvent[]; outputs: ReadonlyMap<string, string> } {
  // Ids may come again: some services count from `call_1` in every reply.
  const from = log.findLastIndex(({ type }) => type === 'model.finished') + 1;
  const round = log.slice(from).filter((event) => !isFinal(event));
  const outputs = new Map<string, string>();
  for (const id of pending) {
    const own = round.filter((event) => 'callId' in event && event.callId === id);
    if (!hasBegun(own)) continue;
    const finished = own.find((event) => event.type === 'tool.finished');
    outputs.set(id, finished?.output ?? interrupted);
  }
  const kept = round.filter((event) => !('callId' in event) || outputs.has(event.callId));
  const { at } = log.at(-1)!;
  const ends = kept.flatMap((event): RunEvent[] => {
    if (event.type !== 'tool.started' || outputs.get(event.callId) !== interrupted) return [];
    const { callId, name } = event;
    const ms = at - event.at;
    const output = interrupted;
    return [
      { type: 'tool.finished', callId, name, output, error: true, failure: 'failed', ms, at },
    ];
  });
  return { events: [...log.slice(0, from), ...kept, ...ends], outputs };
}

/** Whether a call was at work; one that waited for a person's word when its run ended was not. */
function hasBegun(own: readonly RunEvent[]): boolean {
  const decision = own.find((event) => event.type === 'approval.resolved');
  if (decision) return decision.source !== 'run_ended';
  return own.some(({ type }) => type === 'tool.started') && !own.some(isQuestion);
}

function isQuestion({ type }: RunEvent): boolean {
  return type === 'approval.requested';
}
