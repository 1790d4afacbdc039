import { detached } from '../system/detached.ts';
import { renderContent } from '../model/conversation/measure.ts';
import type { ChatMessage } from '../model/model.ts';

const longestTitle = 140;

/** The beginning of the last thing the person said, on one line of at most 140 characters. */
export function titleOf(messages: readonly ChatMessage[]): string {
  const last = messages.findLast((message) => message.role === 'user');
  if (!last) return '';
  const line = renderContent(last)
    .slice(0, 4 * longestTitle)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return detached(line.length > longestTitle ? `${line.slice(0, longestTitle - 1)}…` : line);
}
