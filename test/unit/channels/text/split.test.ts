import { describe, expect, it } from 'vitest';
import { dialectOf } from '../../../../src/main/channels/text/dialects.ts';
import { readMarkdown } from '../../../../src/main/channels/text/read-markdown.ts';
import { cutTo, split } from '../../../../src/main/channels/text/split.ts';

const dialect = dialectOf('telegram');
const parts = (markdown: string, limit: number): string[] =>
  split(readMarkdown(markdown), dialect, limit).map((part) => dialect.markup(part));

describe('splitting', () => {
  it('leaves what fits as it is', () => {
    expect(parts('a'.repeat(60), 60)).toEqual(['a'.repeat(60)]);
    expect(parts('', 60)).toEqual([]);
  });

  it('cuts at a newline in the second half, else at a space, else anywhere', () => {
    const [a, b] = ['a'.repeat(30), 'bb '.repeat(14).trim()];
    expect(parts(`${a}\n${b}`, 60)).toEqual([`${a} \\(1/2\\)`, `${b} \\(2/2\\)`]);
    const words = 'word '.repeat(20).trim();
    expect(parts(words, 60)).toEqual([
      'word word word word word word word word word \\(1/3\\)',
      'word word word word word word word word word \\(2/3\\)',
      'word word \\(3/3\\)',
    ]);
    // The newline is in the first half: the space counts.
    expect(parts(`ab\n${words}`, 60)[0]).toBe(
      'ab\nword word word word word word word word \\(1/3\\)',
    );
    expect(parts('x'.repeat(70), 60)).toEqual([
      `${'x'.repeat(44)} \\(1/2\\)`,
      `${'x'.repeat(26)} \\(2/2\\)`,
    ]);
  });

  it('never cuts a character, with its marks and joiners', () => {
    for (const emoji of ['😀', '👩‍👩‍👧‍👦', 'ñ', '👍🏽']) {
      for (let lead = 0; lead < 12; lead += 1) {
        const [first, second] = parts('x'.repeat(lead) + emoji.repeat(80), 60);
        const rest = first!.replace(/ \\\(1.*$/, '').replace(/^x*/, '');
        expect(rest.replaceAll(emoji, '')).toBe('');
        expect(second!.startsWith(emoji)).toBe(true);
      }
    }
  });

  it('never cuts inline code or a link, unless one is longer than a message', () => {
    const filler = 'x'.repeat(30);
    expect(parts(`${filler} \`one two three four five six seven\``, 60)).toEqual([
      `${filler} \\(1/2\\)`,
      '`one two three four five six seven` \\(2/2\\)',
    ]);
    expect(parts(`${filler} [one two three four five six seven](https://e.org)`, 60)).toEqual([
      `${filler} \\(1/2\\)`,
      '[one two three four five six seven](https://e.org) \\(2/2\\)',
    ]);
    const long = parts(`\`${'y'.repeat(100)}\``, 60);
    expect(long).toEqual([
      `\`${'y'.repeat(44)}\` \\(1/3\\)`,
      `\`${'y'.repeat(44)}\` \\(2/3\\)`,
      `\`${'y'.repeat(12)}\` \\(3/3\\)`,
    ]);
  });

  it('closes a fence and opens it again with its language; the count stands on its own line', () => {
    const lines = Array.from({ length: 7 }, (_, index) => `  line ${index};`);
    expect(parts(`\`\`\`js\n${lines.join('\n')}\n\`\`\``, 60)).toEqual([
      `\`\`\`js\n${lines.slice(0, 4).join('\n')}\n\`\`\`\n\n\\(1/2\\)`,
      `\`\`\`js\n${lines.slice(4).join('\n')}\n\`\`\`\n\n\\(2/2\\)`,
    ]);
  });

  it('goes on with marks, quotations, items and their numbers', () => {
    const words = 'word '.repeat(14).trim();
    expect(parts(`**${words}**`, 60)).toEqual([
      '*word word word word word word word word word* \\(1/2\\)',
      '*word word word word word* \\(2/2\\)',
    ]);
    expect(parts(`> ${words}`, 60)[1]).toBe('>word word word word word \\(2/2\\)');
    expect(parts(`1. a\n2. ${words}\n3. b`, 60)).toEqual([
      '1\\. a\n2\\. word word word word word word word \\(1/2\\)',
      'word word word word word word word\n3\\. b \\(2/2\\)',
    ]);
  });

  it('keeps every part within a limit that counts markup', () => {
    const discord = dialectOf('discord');
    const markdown = `**${'a_b '.repeat(200)}**\n\n[${'t'.repeat(30)}](https://e.org/${'p'.repeat(100)})`;
    for (const part of split(readMarkdown(markdown), discord, 200)) {
      expect(discord.markup(part).length).toBeLessThanOrEqual(200);
    }
  });

  it('cuts a preview and gives no count', () => {
    const blocks = cutTo(readMarkdown('word '.repeat(20)), dialect, 30);
    expect(dialect.markup(blocks)).toBe('word word word word word word');
  });
});
