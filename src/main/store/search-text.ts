import type { ChatMessage } from '../model/model.ts';
import type { InputItem, Turn } from './response-store.ts';

/** What was said in a turn, as a search looks at it. */
export interface SaidText {
  user: string;
  assistant: string;
}

/** Characters of each side that are indexed; what follows is found by nobody. */
const indexedCharacters = 20_000;
/** Characters shown on each side of what was found. */
const snippetMargin = 120;

/** What people and the agent said in a turn, without tool calls and their outputs. */
export function saidIn(turn: Pick<Turn, 'input' | 'messages'>): SaidText {
  const ofRole = (role: string): string[] =>
    turn.input.filter((item) => 'role' in item && item.role === role).map(textOfItem);
  return {
    user: joined(ofRole('user')),
    assistant: joined([...ofRole('assistant'), ...turn.messages.map(textOfAnswer)]),
  };
}

function joined(texts: string[]): string {
  return texts
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, indexedCharacters);
}

function textOfItem(item: InputItem): string {
  if (!('content' in item) || !item.content) return '';
  return textOfContent(item.content);
}

function textOfAnswer(message: ChatMessage): string {
  return message.role === 'assistant' && message.content ? textOfContent(message.content) : '';
}

function textOfContent(content: string | readonly unknown[]): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => (part as { text?: unknown }).text)
    .filter((text) => typeof text === 'string')
    .join('\n');
}

/** The words of a query, without FTS5's operators. */
export function searchTerms(query: string): string[] {
  return query.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Scripts written without spaces: the index takes a whole sentence of them for one word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Whether the words can be looked up in the index. */
export function isIndexable(terms: string[]): boolean {
  return !terms.some((term) => unspaced.test(term));
}

/** Where the terms stand in a turn: who said it, and the passage. The beginning, if they are not found. */
export function findPassage(
  said: SaidText,
  terms: string[],
): { role: 'user' | 'assistant'; snippet: string } {
  for (const role of ['user', 'assistant'] as const) {
    const text = said[role];
    const folded = fold(text);
    const position = Math.min(
      ...terms.map((term) => folded.indexOf(fold(term))).filter((index) => index >= 0),
    );
    if (Number.isFinite(position)) return { role, snippet: cut(text, position) };
  }
  return said.user === ''
    ? { role: 'assistant', snippet: cut(said.assistant, 0) }
    : { role: 'user', snippet: cut(said.user, 0) };
}

/** As the index compares: without case and accents. Keeps the length of what it is given. */
function fold(text: string): string {
  return Array.from(text, (character) => {
    const base = character.normalize('NFD').charAt(0).toLowerCase();
    return character.length === 1 && base.length === 1 ? base : character;
  }).join('');
}

function cut(text: string, position: number): string {
  const start = Math.max(0, position - snippetMargin);
  const end = Math.min(text.length, position + snippetMargin);
  const passage = text.slice(start, end).replaceAll(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${passage}${end < text.length ? '…' : ''}`;
}
