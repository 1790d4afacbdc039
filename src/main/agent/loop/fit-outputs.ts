import type { ChatMessage } from '../../model/model.ts';
import { renderedLength } from '../../model/conversation/measure.ts';
import { headOf, tailOf } from '../text/truncate.ts';

/** Each output keeps its beginning and its end, so many characters of both at least. */
const shortest = 1_000;

/**
 * Shortens tool outputs until the messages take no more than `room` characters: a model that is
 * given few tokens could otherwise not go on after two long files. Outputs further back go first,
 * for what came last is what the model is at; then the latest, evenly. What is left of an output says
 * how much is missing. Gives the messages back as they are when they fit.
 */
export function fitOutputs(messages: ChatMessage[], room: number): ChatMessage[] {
  let excess = renderedLength(messages) - room;
  if (excess <= 0) return messages;
  const fitted = [...messages];
  const shorten = (index: number, keep: number): void => {
    const message = fitted[index]!;
    if (message.role !== 'tool' || typeof message.content !== 'string') return;
    const content = shortened(message.content, keep);
    excess -= message.content.length - content.length;
    fitted[index] = { ...message, content };
  };

  const latest = messages.findLastIndex(({ role }) => role === 'assistant') + 1;
  for (let index = 0; index < latest && excess > 0; index += 1) shorten(index, shortest);
  if (excess <= 0) return fitted;
  const lengths = messages
    .slice(latest)
    .flatMap(({ role, content }) =>
      role === 'tool' && typeof content === 'string' ? [content.length] : [],
    );
  const together = lengths.reduce((sum, length) => sum + length, 0);
  const keep = Math.max(shortest, Math.floor((together - excess) / lengths.length));
  for (let index = latest; index < messages.length; index += 1) shorten(index, keep);
  return fitted;
}

function shortened(text: string, keep: number): string {
  const head = headOf(text, Math.floor(keep / 2));
  const tail = tailOf(text, Math.floor(keep / 2));
  const missing = text.length - head.length - tail.length;
  const notice = `\n\n[… ${missing} characters are left out here, for lack of room in your context. Ask for the part that you need.]\n\n`;
  return missing <= notice.length ? text : `${head}${notice}${tail}`;
}
