import type { ChatMessage } from '../../../model.ts';

type Content = ChatMessage['content'];

/** What stands for nothing, by who says it; no service takes a blank for text. */
const nothing: Readonly<Record<ChatMessage['role'], string>> = {
  system: '-',
  developer: '-',
  user: '-',
  assistant: '-',
  tool: '(no output)',
  function: '(no output)',
};

/** Lists of nothing but text become one string each. */
export function plainText(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) => {
    const { content } = message;
    if (!Array.isArray(content)) return message;
    const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    return texts.length === content.length ? withContent(message, texts.join('\n')) : message;
  });
}

/** Content that is not there becomes an empty text. */
export function noNull(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) =>
    (message.content ?? null) === null ? withContent(message, '') : message,
  );
}

/** Messages without a word get one, and parts without a word are left out beside others. */
export function noEmpty(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) => {
    const { content, role } = message;
    if (!Array.isArray(content)) {
      return (content ?? '').trim() === '' ? withContent(message, nothing[role]) : message;
    }
    const filled = content.filter((part) => part.type !== 'text' || part.text.trim() !== '');
    if (filled.length === content.length && filled.length > 0) return message;
    return withContent(message, filled.length === 0 ? nothing[role] : (filled as Content));
  });
}

/** Whether a message says nothing and does nothing. */
export function isBlank(message: ChatMessage): boolean {
  if (message.role === 'assistant' && (message.tool_calls?.length ?? 0) > 0) return false;
  if (message.role === 'tool') return false;
  const { content } = message;
  if (!Array.isArray(content)) return (content ?? '').trim() === '';
  return content.every((part) => part.type === 'text' && part.text.trim() === '');
}

/** Two contents as one: texts with a blank line between them. */
export function joinContents(first: Content, second: Content): Content {
  if (isNothing(first)) return second;
  if (isNothing(second)) return first;
  if (typeof first === 'string' && typeof second === 'string') return `${first}\n\n${second}`;
  return [...partsOf(first), ...partsOf(second)] as Content;
}

/** The same message with another content. */
export function withContent(message: ChatMessage, content: Content): ChatMessage {
  return { ...message, content } as ChatMessage;
}

function isNothing(content: Content): boolean {
  return content === null || content === undefined || content.length === 0;
}

function partsOf(content: Content): readonly object[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
}
