import type { DemoTurn } from './conversation.ts';

/**
 * What chat programs ask behind the person's back: titles, tags, follow-up questions, search
 * queries; Open WebUI wants JSON. Undefined when the request is none of these.
 */
export function answerSmallTask({ said, earlier }: DemoTurn): string | undefined {
  if (said.startsWith('### Task:')) {
    if (/follow.?ups?\b/i.test(said)) {
      return JSON.stringify({ follow_ups: ['What can you do?', 'list', 'run uname -a'] });
    }
    if (/\btags\b/i.test(said)) return JSON.stringify({ tags: ['General'] });
    if (/\bquer(y|ies)\b/i.test(said)) return JSON.stringify({ queries: [] });
    return JSON.stringify({ title: titleFor(earlier, said) });
  }
  const asksForTitle =
    /give this conversation a name|\b(?:word|short|concise|brief)\b[^.\n]{0,60}\btitle\b|\btitle\b[^.\n]{0,40}\b(?:conversation|chat)\b/i;
  return asksForTitle.test(said.slice(0, 600)) ? titleFor(earlier, said) : undefined;
}

/** The first words of the conversation, which stands in the messages or in the request itself. */
function titleFor(earlier: readonly string[], said: string): string {
  const quoted = /^(?:user|human|USER)\s*:\s*(.+)$/im.exec(said)?.[1];
  const first = earlier[0] ?? quoted ?? '';
  const words = first.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.slice(0, 5) ?? [];
  return words.length === 0 ? 'Trying the demo model' : `Demo: ${words.join(' ')}`;
}
