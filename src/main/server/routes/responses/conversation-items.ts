import type { RunOrigin } from '../../../runs/run.ts';
import type { ChatMessage } from '../../../model/model.ts';
import type { ConversationTurn, InputItem, Turn } from '../../../store/response-store.ts';
import { callsOf } from '../../requests/paired-calls.ts';
import { bodyOf, storedResponse } from './known-response.ts';
import { itemId, type ItemType } from './output/item-ids.ts';
import { itemsToMessages } from './output/items.ts';
import { listedInput, type ListedItem } from './request/input-items.ts';

/** The items of one turn of a conversation, as they are listed. */
interface TurnItems {
  input: ListedItem[];
  output: ListedItem[];
}

/** All items of a conversation, oldest first, but those that were taken out. */
export function conversationItems(
  turns: readonly ConversationTurn[],
  deleted: ReadonlySet<string>,
  origin: RunOrigin,
): ListedItem[] {
  const items = turns.map((turn) => itemsOf(turn, origin));
  return items
    .flatMap(({ input, output }) => [...input, ...output])
    .filter(({ id }) => !deleted.has(id));
}

/**
 * A turn without the items that were taken out, as the model gets it. Where something of its output
 * was, what no item shows (calls of the agent's own tools) goes too.
 */
export function withoutItems(
  turn: ConversationTurn,
  deleted: ReadonlySet<string>,
  origin: RunOrigin,
): Turn {
  const { input, output } = itemsOf(turn, origin);
  const kept = output.filter(({ id }) => !deleted.has(id));
  return {
    responseId: turn.responseId,
    input: turn.input.filter((_, index) => !deleted.has(input[index]!.id)),
    messages:
      kept.length === output.length
        ? turn.messages
        : itemsToMessages(kept as readonly InputItem[]).messages,
  };
}

function itemsOf(turn: ConversationTurn, origin: RunOrigin): TurnItems {
  const { responseId, input, response, messages } = turn;
  return {
    input: listedInput(responseId, input),
    output:
      messages.length === 0
        ? []
        : response
          ? bodyOf(storedResponse({ ...turn, response }, origin)).output
          : itemsFromMessages(responseId, messages),
  };
}

/** The output of a response that was deleted, while its conversation goes on from it. */
function itemsFromMessages(responseId: string, messages: readonly ChatMessage[]): ListedItem[] {
  const items: ListedItem[] = [];
  const place = (type: ItemType): { id: string; status: 'completed' } => ({
    id: itemId(type, { responseId, list: 'output', index: items.length }),
    status: 'completed',
  });
  for (const message of messages) {
    if (message.role === 'tool') {
      const { tool_call_id: call_id, content } = message;
      const output = typeof content === 'string' ? content : '';
      const type = 'function_call_output';
      items.push({ type, ...place(type), call_id, output });
      continue;
    }
    if (message.role !== 'assistant') continue;
    if (typeof message.content === 'string' && message.content !== '') {
      const text = { type: 'output_text' as const, text: message.content, annotations: [] };
      const content = [{ ...text, logprobs: [] }];
      items.push({ type: 'message', ...place('message'), role: 'assistant', content });
    }
    for (const call of callsOf(message)) {
      if (call.type !== 'function') continue;
      const { name, arguments: args } = call.function;
      const type = 'function_call';
      items.push({ type, ...place(type), call_id: call.id, name, arguments: args });
    }
  }
  return items;
}
