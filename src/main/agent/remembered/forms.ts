import type { ChatMessage } from '../../model/model.ts';
import { textOf } from '../../model/conversation/measure.ts';
import { withoutToolLines } from '../../../shared/tool-lines.ts';

/**
 * Forms in which a text that a client sends back equals the one it was sent: clients trim, change line
 * ends, fold thinking into the text and put our tool lines there.
 */

/** Thinking as clients fold it into an answer. */
const thinking = /<think>[^]*?<\/think>|<details type="(?:reasoning|tool_calls)"[^]*?<\/details>/g;
const unseen = /[\s\u200B-\u200D\u2060\uFEFF]+/gu;
const marks = /[^\p{L}\p{N}]+/gu;

/** An answer without its spaces, our tool lines and folded thinking. */
export function plainForm(text: string): string {
  return withoutToolLines(text).replaceAll(thinking, '').normalize('NFC').replaceAll(unseen, '');
}

/** Letters and digits alone: some clients draw Markdown and keep what they drew. */
export function looseForm(plain: string): string {
  return plain.replaceAll(marks, '');
}

/**
 * What a person said. A retrieval template puts sources in front of it, in the turn at hand alone:
 * what stands behind them is what was said.
 */
export function userForm(message: ChatMessage): string {
  const text = textOf(message);
  const at = text.lastIndexOf('</context>');
  const said = at === -1 ? '' : text.slice(at + '</context>'.length);
  return (said.trim() === '' ? text : said).normalize('NFC').replaceAll(unseen, '');
}
