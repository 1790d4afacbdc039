/** A message as a model service gets it. */
interface Sent {
  role: string;
  content?: unknown;
}

const block = /^<hermes-context id="\w+">\n([\s\S]*?)\n<\/hermes-context>\n\n/;

/** All that a request tells the model of itself: system prompt, and the blocks before the user's words. */
export function promptOf(messages: readonly Sent[]): string {
  const parts = messages.flatMap((message) => {
    if (message.role === 'system') return [textOf(message)];
    const found = message.role === 'user' ? blocksOf(textOf(message)) : [];
    return found;
  });
  return parts.join('\n\n');
}

/** What the user wrote: a message without the blocks before it. */
function wordsOf(message: Sent | undefined): string {
  return textOf(message).replace(block, '').replace(block, '');
}

function blocksOf(text: string): string[] {
  const first = block.exec(text);
  return first ? [first[1]!, ...blocksOf(text.slice(first[0].length))] : [];
}

/** Our blocks are a part of their own before parts of the user's. */
function textOf({ content }: Sent = { role: '' }): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as { text?: string }[]).map(({ text }) => `${text ?? ''}\n\n`).join('');
}

/** The conversation as it was sent to the agent: without system messages and blocks. */
export function conversationOf<Message extends Sent>(messages: readonly Message[]): Message[] {
  return messages
    .filter(({ role }) => role !== 'system')
    .map((message) => {
      if (message.role !== 'user') return message;
      if (typeof message.content === 'string') return { ...message, content: wordsOf(message) };
      const parts = message.content as { type: string; text?: string }[];
      return {
        ...message,
        content: parts.filter(({ text = '' }) => !text.startsWith('<hermes-context ')),
      };
    });
}
