import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asSeen, TerminalText } from '../../../../src/main/agent/text/terminal-text.ts';

const coloured =
  'plain \x1b[1;31mred\x1b[0m \x1b]0;window title\x07after \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ \x1b(B\x1b[?25l😀 é end';
const plain = 'plain red after link 😀 é end';

function decode(chunks: Buffer[]): string {
  const text = new TerminalText();
  return chunks.map((chunk) => text.write(chunk)).join('') + text.end();
}

describe('TerminalText', () => {
  test('takes escape sequences out', () => {
    expect(decode([Buffer.from(coloured)])).toBe(plain);
  });

  test('gives the same text however the bytes are split', () => {
    const bytes = Buffer.from(coloured);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }),
        (cuts) => {
          const borders = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
          const chunks = borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
          expect(decode(chunks)).toBe(plain);
        },
      ),
    );
  });

  test('shows what begins like a sequence and never ends, without waiting for ever', () => {
    const text = new TerminalText();
    const shown =
      text.write(Buffer.from(`\x1b]${'x'.repeat(5_000)}`)) + text.write(Buffer.from('y'));
    expect(shown.length).toBeGreaterThan(5_000);
  });
});

describe('asSeen', () => {
  test('leaves out what a carriage return overwrote', () => {
    expect(asSeen('10%\r50%\r100%\ndone\r\nlast\r')).toBe('100%\ndone\nlast');
  });

  test('takes control characters out', () => {
    expect(asSeen('a\x07b\x00c\td')).toBe('abc\td');
  });
});
