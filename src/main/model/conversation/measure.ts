import type { ChatMessage, FunctionTool } from '../model.ts';

/**
 * Characters a token stands for where nobody has counted: in English, code and JSON, by the
 * tokenizers of current models. The agent's own prompt and tools are 3.5 with Gemma's.
 */
export const charactersPerToken = 3.5;

/** The text of a message; of parts, those that are text, one below the other. */
export function textOf({ content }: Pick<ChatMessage, 'content'>): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap((part) => ('text' in part ? [part.text] : [])).join('\n');
}

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
  return `${message.role}: ${[renderContent(message), ...calls].join('\n')}`;
}

/** What a message holds as plain text; pictures are only named. */
export function renderContent({ content }: Pick<ChatMessage, 'content'>): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => ('text' in part ? part.text : `[${part.type}]`)).join('\n');
}

/** How long these messages are as plain text, in characters, without making it: there may be thousands. */
export function renderedLength(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + lengthOf(message), 0);
}

function lengthOf(message: ChatMessage): number {
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

/**
 * About how many tokens messages, and the tools offered with them, take. Pictures are left out: what
 * one takes depends on the model.
 */
export function estimateTokens(
  messages: readonly ChatMessage[],
  tools: readonly FunctionTool[] = [],
): number {
  const described = tools.length === 0 ? 0 : JSON.stringify(tools).length;
  return tokensIn(renderedLength(messages) + described);
}

/** About how many tokens so many characters are. */
export function tokensIn(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}
