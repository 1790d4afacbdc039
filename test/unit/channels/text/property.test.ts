import { expect, it } from 'vitest';
import { dialectOf } from '../../../../src/main/channels/text/dialects.ts';
import { readMarkdown } from '../../../../src/main/channels/text/read-markdown.ts';
import { cutTo, split } from '../../../../src/main/channels/text/split.ts';
import { readMarkdownV2 } from '../../../support/telegram/markdown-v2.ts';
import { missingWord, randomMarkdown, seededRandom } from '../../../support/random-markdown.ts';

/** Another one at each attempt, unless one is given. */
const newSeed = (): number => Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
/** What plain text has between words, and so between the halves of one that was cut. */
const address = /^> | \(https:\/\/example\.org\/(?:a_\(b\)\?q=\d+|p\.png)\)/gm;

it('answers of any Markdown arrive whole and in order, within the limit, without a parse error', () => {
  const seed = newSeed();
  process.stdout.write(`random Markdown: SEED=${seed}\n`);
  const random = seededRandom(seed);
  const dialect = dialectOf('telegram');
  for (let round = 0; round < 200; round += 1) {
    const { markdown, words } = randomMarkdown(random, Math.floor(random() ** 2 * 20_000));
    const parts = split(readMarkdown(markdown), dialect, 4096);
    const shown = parts.map((part) => readMarkdownV2(dialect.markup(part)).text);
    expect(missingWord(words, shown), `round ${round}`).toBeUndefined();
    const plain = parts.map((part) => dialect.plain(part).replaceAll(address, ''));
    expect(missingWord(words, plain), `round ${round}, plain`).toBeUndefined();
    for (const [index, text] of shown.entries()) {
      expect(text.length, `round ${round}`).toBeLessThanOrEqual(4096);
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/\p{Surrogate}/u);
      if (shown.length > 1)
        expect(text.trimEnd()).toMatch(new RegExp(`\\(${index + 1}/${shown.length}\\)$`));
    }
    // As it grows, it is read at any length.
    const begun = markdown.slice(0, Math.floor(random() * markdown.length));
    const preview = dialect.markup(cutTo(readMarkdown(begun), dialect, 4000));
    expect(readMarkdownV2(preview).text.length, `round ${round}`).toBeLessThanOrEqual(4000);
  }
}, 300_000);
