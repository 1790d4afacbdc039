import { describe, expect, it } from 'vitest';
import { seconds, toolLine, withoutToolLines } from '../../../../src/shared/tools/tool-lines.ts';

describe('a line about a call', () => {
  it.each([
    ['ls *_*.ts', '▸ terminal: `ls *_*.ts`'],
    ['echo `date`', '▸ terminal: `` echo `date` ``'],
    ['echo `a` ``b``', '▸ terminal: ``` echo `a` ``b`` ```'],
    ['one\n  two', '▸ terminal: `one two`'],
    ['echo </think>', '▸ terminal: `echo <\u200B/think>`'],
    ['', '▸ terminal'],
  ])('holds %j as code that Markdown leaves as it is', (summary, line) => {
    expect(toolLine('terminal', summary)).toBe(line);
  });

  it.each([
    [3, '0.1 s'],
    [444, '0.4 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [3_725_000, '62 min 5 s'],
  ])('tells %d ms as %s', (ms, text) => {
    expect(seconds(ms)).toBe(text);
  });
});

describe('what an assistant said, as a client sends it back', () => {
  const line = toolLine('terminal', 'ls `x` *');

  it.each([
    ['a quotation, as it was once written', '> ▸ terminal: ls -la\n\nTwo files.'],
    [
      'a quotation with the model’s own thinking',
      `> Let me see.\n> \n> ${line} ✓ 0.4 s\n\nTwo files.`,
    ],
    ['a quotation with blanks between', `> Hm\n\n> ${line}\n\nTwo files.`],
    ['a folded block', '<think>▸ terminal: ls -la</think>Two files.'],
    ['a folded block with heartbeats', `<think>Hm\n\n${line}    ✗ exit 1\n</think>\n\nTwo files.`],
    ['a folded block of thinking only', '<think>\nLet me see.\n</think>\n\nTwo files.'],
    [
      'lines in the text',
      `▸ todo\n${line} … waits for approval in Hermes Tray ✗ refused\n\nTwo files.`,
    ],
    ['a tool of an MCP server', `${toolLine('mcp_notes_search', 'x')} ✓ 0.1 s\n\nTwo files.`],
  ])('is without our lines: %s', (_what, text) => {
    expect(withoutToolLines(text)).toBe('Two files.');
  });

  it('keeps what stands between them', () => {
    expect(withoutToolLines(`I look.\n\n${line} ✓ 0.4 s\n\nTwo files.`)).toBe(
      'I look.\n\nTwo files.',
    );
    expect(withoutToolLines(`I look.\n\n<think>${line} ✓ 0.4 s`)).toBe('I look.');
    expect(withoutToolLines(`> ${line}`)).toBe('');
  });

  it.each([
    ['quotations', '> To be or not to be\n\nHamlet says so.'],
    ['lists with such a mark', '▸ Milk\n▸ eggs\n▸ bread: wholemeal'],
    ['the word think in the text', 'Write `<think>` before and `</think>` after it.'],
    ['blank lines', 'a\n\n\n\nb'],
    ['code about them', 'Print `▸ terminal: ls` to show it.'],
  ])('keeps %s', (_what, text) => {
    expect(withoutToolLines(text)).toBe(text);
  });
});
