import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  holdsHidden,
  showHidden,
  withMarks,
} from '../../../../src/shared/safety/hidden-characters.ts';

describe('what hides in a text', () => {
  it.each([
    ['a change of direction', 'rm \u202efdp.txt', 'rm ⟨U+202E⟩fdp.txt'],
    ['an isolate', 'a\u2066b', 'a⟨U+2066⟩b'],
    ['a zero-width space', 'rm -rf\u200b /', 'rm -rf⟨U+200B⟩ /'],
    ['a byte order mark', '\ufeffls', '⟨U+FEFF⟩ls'],
    ['a soft hyphen', 'cu\u00adrl', 'cu⟨U+00AD⟩rl'],
    ['a tag', 'ls\u{e0041}', 'ls⟨U+E0041⟩'],
    ['a variation selector', 'ls\ufe0f', 'ls⟨U+FE0F⟩'],
    ['a space that is none', 'rm\u00a0-rf', 'rm⟨U+00A0⟩-rf'],
    ['a Hangul filler', 'ls\u3164', 'ls⟨U+3164⟩'],
    ['a line separator', 'ls\u2028rm', 'ls⟨U+2028⟩rm'],
    ['an escape sequence', 'ls \u001b[8mrm', 'ls ⟨U+001B⟩[8mrm'],
    ['a backspace', 'ab\u0008', 'ab⟨U+0008⟩'],
    ['a carriage return, which overwrites a line', 'rm x\rls', 'rm x⟨U+000D⟩ls'],
    ['a Cyrillic letter in a Latin word', 'сurl x', 'с⟨U+0441⟩url x'],
    ['a Greek letter in a Latin word', 'gοogle', 'gο⟨U+03BF⟩ogle'],
    ['a full-width sign', 'rm ／', 'rm ／⟨U+FF0F⟩'],
    ['a mathematical letter', '𝐫m', '𝐫⟨U+1D42B⟩m'],
  ])('is a mark: %s', (_name, text, shown) => {
    expect(withMarks(text)).toBe(shown);
    expect(holdsHidden(text)).toBe(true);
    expect(showHidden(text).some(({ hidden }) => hidden)).toBe(true);
  });

  it.each([
    'ls -la && echo "done" > out.txt',
    'line one\nline two\tafter a tab',
    'echo привет мир',
    'echo καλημέρα',
    'cp "Résumé – été.pdf" ~/日本語/',
    'echo 🎉 𝌆',
    'git commit -m "Ё-моё: исправлено"',
  ])('is nothing in: %s', (text) => {
    expect(withMarks(text)).toBe(text);
    expect(holdsHidden(text)).toBe(false);
  });

  it('is told without losing anything of the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const seen = showHidden(text)
          .filter(({ hidden }) => hidden === undefined)
          .map((piece) => piece.text)
          .join('');
        const rest = Array.from(text);
        for (const character of seen) {
          const at = rest.indexOf(character);
          expect(at).toBeGreaterThanOrEqual(0);
          rest.splice(0, at + 1);
        }
      }),
    );
  });
});
