import type { ChatMessage } from '../../model/model.ts';
import { textOf } from '../../model/conversation/measure.ts';
import { withoutToolLines } from '../../../shared/tools/tool-lines.ts';

/**
 * Forms in which a text that a client sends back equals the one it was sent: clients trim, change line
 * ends, fold thinking into the text and put our tool lines there.
 */

/** Thinking as clients fold it into an answer. */
const thinking =
  /<think>[^]*?<\/think>|<details type="(?:reasoning|tool_calls)"[^]*?<\/details>|<thinking-content-\w+>[^]*?<\/thinking-content-\w+>/g;
/** What coding clients put around what a person said, in the turn at hand alone or anew in each. */
const reminders = [
  // Qwen Code, Claude Code
  'system-reminder',
  // Cline, Roo Code
  'environment_details',
  // Codex
  'environment_context',
  // Cursor
  'user_info',
  'additional_data',
];
/** The rules of its edit formats, which aider puts behind what was said. */
const editRules =
  /\n\n(?:To suggest changes to a file you MUST return the entire content|# \*SEARCH\/REPLACE block\* Rules:|# File editing rules:|# V4A Diff Format Rules:)[^]*$/;
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
 * What a person said, without what clients put around it. A retrieval template puts sources in front
 * of it, in the turn at hand alone: what stands behind them is what was said. Where nothing else is
 * left, the whole text counts.
 */
export function userForm(message: ChatMessage): string {
  const text = textOf(message);
  const at = text.lastIndexOf('</context>');
  const behind = at === -1 ? text : text.slice(at + '</context>'.length);
  const said = reminders.reduce(withoutBlocks, behind.replace(editRules, ''));
  return (said.trim() === '' ? text : said).normalize('NFC').replaceAll(unseen, '');
}

/** A text without `<name>…</name>`. Linear, whatever it holds. */
function withoutBlocks(text: string, name: string): string {
  const [opening, closing] = [`<${name}>`, `</${name}>`];
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const at = text.indexOf(opening, from);
    const end = at === -1 ? -1 : text.indexOf(closing, at);
    if (end === -1) return kept.join('') + text.slice(from);
    kept.push(text.slice(from, at));
    from = end + closing.length;
  }
}
