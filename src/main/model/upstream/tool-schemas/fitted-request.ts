import type { ChatMessage, ModelRequest, ToolChoice } from '../../model.ts';
import type { FittedTools } from './fit-tools.ts';

/**
 * A request with tools that fit, and with their names as they are sent wherever else they stand: in
 * the calls of the history and in the tool choice. The same object where all fitted before.
 */
export function fittedRequest(request: ModelRequest, fitted: FittedTools): ModelRequest {
  const { tools, toolChoice } = request;
  const messages = mapSame(request.messages, (message) => withNames(message, fitted));
  const choice = toolChoice && chosen(toolChoice, fitted);
  const sameTools =
    tools.length === fitted.tools.length && tools.every((tool, at) => tool === fitted.tools[at]);
  if (sameTools && messages === request.messages && choice === toolChoice) return request;
  return {
    ...request,
    messages,
    tools: sameTools ? tools : [...fitted.tools],
    ...(choice ? { toolChoice: choice } : {}),
  };
}

/** Maps a list; gives the same list where nothing changed. */
function mapSame<Item>(items: Item[], map: (item: Item) => Item): Item[] {
  let changed: Item[] | undefined;
  for (const [index, item] of items.entries()) {
    const mapped = map(item);
    if (mapped !== item) (changed ??= [...items])[index] = mapped;
  }
  return changed ?? items;
}

function withNames(message: ChatMessage, { sentName }: FittedTools): ChatMessage {
  if (message.role !== 'assistant' || !message.tool_calls) return message;
  const calls = mapSame(message.tool_calls, (call) => {
    if (call.type !== 'function') return call;
    const name = sentName(call.function.name);
    return name === call.function.name ? call : { ...call, function: { ...call.function, name } };
  });
  return calls === message.tool_calls ? message : { ...message, tool_calls: calls };
}

function chosen(choice: ToolChoice, { sentName }: FittedTools): ToolChoice {
  if (typeof choice === 'string' || choice.type !== 'function') return choice;
  const name = sentName(choice.function.name);
  return name === choice.function.name ? choice : { ...choice, function: { name } };
}
