import type { FunctionCall } from '../../../shared/run-events.ts';
import type { ChatMessage } from '../../model/model.ts';
import type { Resumption } from '../agent.ts';

/** What is left to do of the round of calls in which a run broke off; nothing where it had ended. */
export interface LeftOver {
  /** What became of the calls that had begun. */
  answers: ChatMessage[];
  /** Calls of server tools that had not. */
  calls: FunctionCall[];
  clientCalls: FunctionCall[];
}

/** Sorts the calls of the last message of a run that broke off. */
export function leftOverOf(
  { messages, outputs }: Resumption,
  isClients: (name: string) => boolean,
): LeftOver {
  const calls = callsOf(messages.at(-1));
  return {
    answers: calls.flatMap(({ id }) => {
      const content = outputs.get(id);
      return content === undefined ? [] : [{ role: 'tool', tool_call_id: id, content }];
    }),
    calls: calls.filter(({ id, name }) => !outputs.has(id) && !isClients(name)),
    clientCalls: calls.filter(({ name }) => isClients(name)),
  };
}

/** How many calls a run has made. */
export function countCalls(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + callsOf(message).length, 0);
}

function callsOf(message: ChatMessage | undefined): FunctionCall[] {
  if (message?.role !== 'assistant') return [];
  return (message.tool_calls ?? []).flatMap((call) =>
    call.type === 'function'
      ? [{ id: call.id, name: call.function.name, arguments: call.function.arguments }]
      : [],
  );
}
