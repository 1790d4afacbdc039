import type { DemoResult } from './conversation.ts';

/** Longest output shown of one call, in characters. */
const longestOutput = 1500;

/** What came back from the tools, for the person: each call with its output in a fence. */
export function describeResults(results: readonly DemoResult[]): string {
  return results.map((result) => describeResult(result)).join('\n\n');
}

function describeResult({ name, arguments: args, output }: DemoResult): string {
  const { text, note } = name === 'terminal' ? fromTerminal(output) : { text: output, note: '' };
  const shown = shorten(text.trimEnd());
  const heading = `**${name}**${titleOf(args)}${note}`;
  return shown === '' ? `${heading}: it said nothing.` : `${heading}:\n${fenced(shown)}`;
}

/** The terminal tool answers with JSON. */
function fromTerminal(output: string): { text: string; note: string } {
  try {
    const { output: text, exit_code: code, error } = JSON.parse(output) as Record<string, unknown>;
    if (typeof text !== 'string') return { text: output, note: '' };
    const said = [text, error].filter((part) => typeof part === 'string' && part !== '').join('\n');
    return { text: said, note: code === 0 ? '' : ` (exit code ${String(code)})` };
  } catch {
    return { text: output, note: '' };
  }
}

/** The argument that tells most, as code: ` `ls -la``. */
function titleOf(args: string): string {
  try {
    const first = Object.entries(JSON.parse(args) as Record<string, unknown>).find(([key]) =>
      /^(command|path|pattern|query|content|url|urls|location|city)$/.test(key),
    );
    if (!first) return '';
    const line = String(first[1]).replace(/\s+/g, ' ').trim();
    return ` ${code(line.length > 80 ? `${line.slice(0, 79)}…` : line)}`;
  } catch {
    return '';
  }
}

function shorten(text: string): string {
  if (text.length <= longestOutput) return text;
  const cut = text.slice(0, longestOutput);
  const shown = cut.slice(0, cut.lastIndexOf('\n') + 1) || cut;
  return `${shown}… ${text.length - shown.length} more characters`;
}

/** A fence longer than any in the text, so that nothing in it can end it. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${text}\n${fence}`;
}

function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${text}${space}${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
