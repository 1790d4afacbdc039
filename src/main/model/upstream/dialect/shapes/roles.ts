import { renderContent, textOf } from '../../../conversation/measure.ts';
import type { ChatMessage } from '../../../model.ts';
import { joinContents, withContent } from './content.ts';

/** Stands before an answer that nobody asked for: clients let their assistants greet first. */
const opening: ChatMessage = { role: 'user', content: 'Hello.' };
/** Stands between what a tool gave and what the user says next, a picture of the tool's, say. */
const bridge: ChatMessage = { role: 'assistant', content: 'I have the result.' };
/** Asks for more of an answer that stands last. */
const goOn: ChatMessage = { role: 'user', content: 'Go on.' };

/** `developer` is a newer word for `system`. */
export function developerAsSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) =>
    message.role === 'developer' ? { ...message, role: 'system' } : message,
  );
}

/** All instructions in one message at the beginning. */
export function systemFirst(messages: readonly ChatMessage[]): ChatMessage[] {
  const instructions = messages.filter(isInstruction);
  const first = instructions[0];
  if (!first || (instructions.length === 1 && messages[0] === first)) return [...messages];
  const said = instructions.map(textOf).join('\n\n');
  return [withContent(first, said), ...messages.filter((message) => !isInstruction(message))];
}

/** All instructions at the beginning of what the user says first. */
export function systemAsUser(messages: readonly ChatMessage[]): ChatMessage[] {
  const instructions = messages.filter(isInstruction);
  if (instructions.length === 0) return [...messages];
  const said = instructions.map(textOf).join('\n\n');
  const [first, ...later] = messages.filter((message) => !isInstruction(message));
  if (first?.role === 'user') {
    return [withContent(first, joinContents(said, first.content)), ...later];
  }
  return [{ role: 'user', content: said }, ...(first ? [first] : []), ...later];
}

/** A message of the user's never follows the output of a tool. */
export function bridgedTools(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.flatMap((message, index) =>
    message.role === 'user' && messages[index - 1]?.role === 'tool' ? [bridge, message] : [message],
  );
}

/**
 * User and assistant in turn, the user first: neighbours of one role become one message, and what
 * nobody asked for gets a question. Calls and their outputs stay where they are.
 */
export function alternating(messages: readonly ChatMessage[]): ChatMessage[] {
  const turns: ChatMessage[] = [];
  for (const message of bridgedTools(messages)) {
    const last = turns.at(-1);
    const begins = last === undefined || isInstruction(last);
    if (message.role === 'assistant' && begins) turns.push(opening, message);
    else if (last && joins(last, message)) {
      turns[turns.length - 1] = withContent(message, joinContents(last.content, message.content));
    } else turns.push(message);
  }
  return turns;
}

/** The user has the last word. */
export function userLast(messages: readonly ChatMessage[]): ChatMessage[] {
  const last = messages.at(-1);
  return last?.role === 'assistant' && !last.tool_calls?.length
    ? [...messages, goOn]
    : [...messages];
}

/**
 * Calls and their outputs as text, for services that refuse them where no tools are offered: an
 * answer says what was called, and the outputs are told by the user.
 */
export function callsAsText(messages: readonly ChatMessage[]): ChatMessage[] {
  if (!messages.some(({ role }) => role === 'tool') && !messages.some(hasCalls))
    return [...messages];
  const names = namesOfCalls(messages);
  const told = messages.map((message): ChatMessage => {
    if (message.role === 'tool') {
      const name = names.get(message.tool_call_id) ?? 'tool';
      return { role: 'user', content: `[Output of ${name}]\n${renderContent(message)}` };
    }
    if (!hasCalls(message)) return message;
    const { tool_calls: calls = [], content } = message;
    const lines = calls.map((call) =>
      call.type === 'function' ? `[Calls ${call.function.name} ${call.function.arguments}]` : '',
    );
    return { role: 'assistant', content: joinContents(content, lines.join('\n')) as string };
  });
  return alternating(told);
}

/** Each output carries the name of the tool that gave it. */
export function toolNames(messages: readonly ChatMessage[]): ChatMessage[] {
  const names = namesOfCalls(messages);
  return messages.map((message) => {
    const name = message.role === 'tool' ? names.get(message.tool_call_id) : undefined;
    return name === undefined || 'name' in message
      ? message
      : ({ ...message, name } as ChatMessage);
  });
}

/** Whether a message calls tools. */
function hasCalls(message: ChatMessage): message is Extract<ChatMessage, { role: 'assistant' }> {
  return message.role === 'assistant' && (message.tool_calls?.length ?? 0) > 0;
}

function joins(last: ChatMessage, next: ChatMessage): boolean {
  if (last.role === 'user') return next.role === 'user';
  return last.role === 'assistant' && !hasCalls(last) && next.role === 'assistant';
}

function isInstruction({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

function namesOfCalls(messages: readonly ChatMessage[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const message of messages) {
    if (message.role !== 'assistant') continue;
    for (const call of message.tool_calls ?? []) {
      if (call.type === 'function') names.set(call.id, call.function.name);
    }
  }
  return names;
}
