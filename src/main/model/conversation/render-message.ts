import type { ChatMessage } from '../model.ts';

/** A message as plain text, with the calls it makes; pictures are only named. */
export function renderMessage(message: ChatMessage): string {
  const calls =
    message.role === 'assistant'
      ? (message.tool_calls ?? []).map((call) =>
          call.type === 'function'
            ? `[calls ${call.function.name} ${call.function.arguments}]`
            : '',
        )
      : [];
  const text =
    typeof message.content === 'string'
      ? message.content
      : (message.content ?? [])
          .map((part) => ('text' in part ? part.text : `[${part.type}]`))
          .join('\n');
  return `${message.role}: ${[text, ...calls].join('\n')}`;
}

/** How long that text is, without making it: there may be thousands of messages. */
export function renderedLength(message: ChatMessage): number {
  const { role, content } = message;
  let length = role.length + 2;
  if (typeof content === 'string') length += content.length;
  else {
    for (const part of content ?? []) {
      length += 1 + ('text' in part ? part.text.length : part.type.length + 2);
    }
  }
  if (message.role !== 'assistant') return length;
  for (const call of message.tool_calls ?? []) {
    if (call.type !== 'function') continue;
    length += call.function.name.length + call.function.arguments.length + 10;
  }
  return length;
}
