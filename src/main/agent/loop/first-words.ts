import type { ChatMessage } from '../../model/model.ts';
import { headOf } from '../text/truncate.ts';

/** Characters of what a person asked that remind them of it. */
const enough = 200;

/** The first words of what the person asked last, on one line; empty where they said nothing. */
export function firstWords(messages: readonly ChatMessage[]): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const text =
    typeof content === 'string'
      ? content
      : content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ');
  const line = headOf(text, 10 * enough)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > enough ? `${headOf(line, enough - 1)}…` : line;
}
