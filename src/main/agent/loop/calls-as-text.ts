import type { ChatMessage } from '../../model/model.ts';

type UserContent = Extract<ChatMessage, { role: 'user' }>['content'];

/**
 * A conversation in which calls of tools and their outputs are told in words, for a service that takes
 * no tools: it refuses messages that only tools explain. Calls are the assistant's words, outputs stand
 * at the head of what comes next from the person.
 */
export function withCallsAsText(messages: readonly ChatMessage[]): ChatMessage[] {
  const names = new Map<string, string>();
  const told: ChatMessage[] = [];
  /** Whether the last one is made of calls or outputs, or ends with them. */
  let joins = false;
  for (const message of messages) {
    const { words, made } = inWords(message, names);
    const last = told.at(-1);
    const merged = last && (joins || made) ? joined(last, words) : undefined;
    if (merged) told[told.length - 1] = merged;
    else told.push(words);
    joins = made;
  }
  return told;
}

function inWords(
  message: ChatMessage,
  names: Map<string, string>,
): { words: ChatMessage; made: boolean } {
  if (message.role === 'tool') {
    const { content, tool_call_id: id } = message;
    const output = typeof content === 'string' ? content : content.map(({ text }) => text).join('');
    const name = names.get(id) ?? 'a tool';
    return { words: { role: 'user', content: `[What ${name} gave:]\n${output}` }, made: true };
  }
  if (message.role !== 'assistant' || !message.tool_calls?.length) {
    return { words: message, made: false };
  }
  const calls = message.tool_calls.map((call) => {
    const { name, arguments: args } =
      call.type === 'function'
        ? call.function
        : { name: call.custom.name, arguments: call.custom.input };
    names.set(call.id, name);
    return `[Called ${name}: ${args}]`;
  });
  const said = typeof message.content === 'string' && message.content !== '' ? message.content : [];
  return { words: { role: 'assistant', content: [said, calls].flat().join('\n\n') }, made: true };
}

/** Two messages of one role as one; undefined where they are of two. */
function joined(first: ChatMessage, second: ChatMessage): ChatMessage | undefined {
  if (first.role === 'assistant' && second.role === 'assistant') {
    if (typeof first.content !== 'string' || typeof second.content !== 'string') return undefined;
    return { role: 'assistant', content: `${first.content}\n\n${second.content}` };
  }
  if (first.role !== 'user' || second.role !== 'user') return undefined;
  if (typeof first.content === 'string' && typeof second.content === 'string') {
    return { ...second, content: `${first.content}\n\n${second.content}` };
  }
  return { ...second, content: [...partsOf(first.content), ...partsOf(second.content)] };
}

function partsOf(content: UserContent): Exclude<UserContent, string> {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
