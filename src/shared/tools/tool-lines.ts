import type { RunEvent } from '../run-events.ts';

/**
 * The lines in which a person at a chat client sees what the tools do, and how they are found again
 * where a client sends them back as part of its history.
 */

/** A call as a line shows it: "▸ terminal: `ls -la`". */
export function toolLine(name: string, summary: string): string {
  return `▸ ${name}${summary === '' ? '' : `: ${codeSpan(summary)}`}`;
}

/**
 * A text as code in Markdown, on one line: what stands in it (`*`, `_`, backticks) is shown as it is.
 * Tags by which clients fold thinking are broken up, or they would end it.
 */
function codeSpan(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll(/<(\/?think)/gi, '<\u200B$1');
  const runs = line.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const padding = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A time for people: "0.4 s", "12 s", "3 min 5 s". */
export function seconds(ms: number): string {
  const whole = Math.round(ms / 1000);
  if (ms < 9950) return `${Math.max(ms / 1000, 0.1).toFixed(1)} s`;
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** How a call ended, for people: "✓ 0.4 s", "✗ exit 1". */
export function outcomeOf(event: Extract<RunEvent, { type: 'tool.finished' }>): string {
  if (event.failure === 'refused') return '✗ refused';
  if (event.failure === 'timed_out') return '✗ timed out';
  if (event.exitCode !== undefined && event.exitCode !== 0) return `✗ exit ${event.exitCode}`;
  return event.error ? '✗ failed' : `✓ ${seconds(event.ms)}`;
}

/** Tools by whose names a line is ours even without code and outcome, as older versions wrote it. */
const toolNames =
  'terminal|process|read_file|write_file|patch|search_files|web_search|web_extract|memory|todo|' +
  'session_search|skills_list|skill_view|skill_manage|browser_\\w+|mcp_[\\w-]+';
const ownForms = [
  // As a line is written now: with code, with an outcome, or with both.
  '[a-z][\\w.-]*: (`+).*?\\1(?!`)(?:\\s*[✓✗…].*)?',
  '[a-z][\\w.-]*\\s*[✓✗…].*',
  `(?:${toolNames})(?:: .*)?`,
];
/** A line of ours, alone or as a quotation. */
const ownLine = new RegExp(`^\\s*(?:>\\s*)*▸ (?:${ownForms.join('|')})\\s*$`, 'u');

/** A block in which a client shows the thinking within the answer; the last one may not be closed. */
const thinkBlock = /<think>[^]*?(?:<\/think>|$)/g;

/**
 * What an assistant said, without what a client has put there of our tool lines and of the thinking
 * around them: `<think>` blocks, quotations, and lines of their own. A model that read them would
 * write such lines itself in place of calling its tools.
 */
export function withoutToolLines(text: string): string {
  if (!text.includes('▸') && !/^\s*<think>/.test(text)) return text;
  const folded = text.replaceAll(thinkBlock, (block, at: number) =>
    text.slice(0, at).trim() === '' || hasOwnLine(block.replaceAll(/<\/?think>/g, '')) ? '' : block,
  );
  const unquoted = withoutQuotedThinking(folded);
  const kept = unquoted.split('\n').filter((line) => !ownLine.test(line));
  const said = kept.join('\n');
  return said === text ? text : said.replaceAll(/\n{3,}/g, '\n\n').trim();
}

function hasOwnLine(text: string): boolean {
  return text.split('\n').some((line) => ownLine.test(line));
}

/** A quotation at the beginning that holds a line of ours is thinking as a whole. */
function withoutQuotedThinking(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.trim() !== '' && !/^[ \t]*>/.test(line));
  const quoted = lines.slice(0, end === -1 ? lines.length : end);
  return quoted.some((line) => ownLine.test(line)) ? lines.slice(quoted.length).join('\n') : text;
}
