import { sendableArguments } from '../conversation/call-arguments.ts';
import type { ChatMessage } from '../model.ts';
import { isBlank } from './dialect/shapes/content.ts';

/**
 * Makes what takes out of a conversation what no service takes, whoever put it there: messages in which
 * nothing stands (a client keeps an empty answer after Stop), and arguments of calls that are no JSON
 * object. The last message stays as it is. Objects that are as they should be are kept.
 */
export function createTidying(): (messages: readonly ChatMessage[]) => ChatMessage[] {
  // The same messages come again with every call of a run.
  const tidied = new WeakMap<ChatMessage, ChatMessage>();
  const tidy = (message: ChatMessage): ChatMessage => {
    if (message.role !== 'assistant' || !message.tool_calls) return message;
    const known = tidied.get(message);
    if (known) return known;
    const made = withSendableCalls(message);
    tidied.set(message, made);
    return made;
  };
  return (messages) =>
    messages
      .filter((message, index) => index === messages.length - 1 || !isBlank(message))
      .map(tidy);
}

function withSendableCalls(message: Extract<ChatMessage, { role: 'assistant' }>): ChatMessage {
  let changed = false;
  const calls = message.tool_calls!.map((call) => {
    if (call.type !== 'function') return call;
    const text = sendableArguments(call.function.arguments);
    if (text === call.function.arguments) return call;
    changed = true;
    return { ...call, function: { ...call.function, arguments: text } };
  });
  return changed ? { ...message, tool_calls: calls } : message;
}
