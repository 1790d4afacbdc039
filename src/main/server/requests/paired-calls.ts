import type { ChatMessage } from '../../model/model.ts';

type AssistantMessage = Extract<ChatMessage, { role: 'assistant' }>;
type ToolMessage = Extract<ChatMessage, { role: 'tool' }>;

/** A message, and behind it the outputs of the calls it makes, in call order. */
export type Group = ChatMessage[];

const noOutput = 'This call was not answered: the conversation went on without its output.';

/**
 * Puts outputs behind the calls they answer, as model services demand; a call that was never answered
 * gets an output that says so. Ids may come again (some services count from `call_1` in every reply),
 * so an output belongs to the latest such call before it.
 * @returns `orphans`: outputs of calls that stand nowhere, which are in no group
 */
export function pairCalls(messages: readonly ChatMessage[]): {
  groups: Group[];
  orphans: ToolMessage[];
} {
  const heads: { message: ChatMessage; outputs?: Map<string, ToolMessage> }[] = [];
  const latest = new Map<string, Map<string, ToolMessage>>();
  const orphans: ToolMessage[] = [];
  for (const message of messages) {
    if (isTool(message)) {
      const outputs = latest.get(message.tool_call_id);
      if (outputs) outputs.set(message.tool_call_id, message);
      else orphans.push(message);
      continue;
    }
    const calls = callsOf(message);
    if (calls.length === 0) {
      heads.push({ message });
      continue;
    }
    const outputs = new Map<string, ToolMessage>();
    for (const { id } of calls) latest.set(id, outputs);
    heads.push({ message, outputs });
  }
  const groups = heads.map(({ message, outputs }) => [
    message,
    ...callsOf(message).map(
      ({ id }) =>
        outputs?.get(id) ?? { role: 'tool' as const, tool_call_id: id, content: noOutput },
    ),
  ]);
  return { groups, orphans };
}

/** Whether a message is the output of a call. */
function isTool(message: ChatMessage): message is ToolMessage {
  return message.role === 'tool';
}

/** The calls that a message makes. */
export function callsOf(message: ChatMessage): NonNullable<AssistantMessage['tool_calls']> {
  return message.role === 'assistant' ? (message.tool_calls ?? []) : [];
}
