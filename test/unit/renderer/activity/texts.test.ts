import { describe, expect, it } from 'vitest';
import { piecesOf, pretty, readable } from '../../../../src/renderer/pages/activity/texts.ts';

describe('a text that may be JSON', () => {
  it('is indented when it is, and left alone when not', () => {
    expect(pretty('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(pretty('{"a":')).toBe('{"a":');
    expect(pretty('total 4\n')).toBe('total 4\n');
  });
});

describe('what a tool gave back', () => {
  it('shows texts of several lines as they are', () => {
    expect(readable('{"output":"a\\nb","exit_code":0}')).toBe('output:\na\nb\nexit_code: 0');
  });

  it('is indented JSON or plain text otherwise', () => {
    expect(readable('{"exit_code":0}')).toBe('{\n  "exit_code": 0\n}');
    expect(readable('["a\\nb"]')).toBe('[\n  "a\\nb"\n]');
    expect(readable('no such file')).toBe('no such file');
  });
});

describe('a long text in pieces', () => {
  it('is whole again when the pieces are joined, whatever it holds', () => {
    const texts = ['', 'short', 'line\n'.repeat(500), '🙂'.repeat(999), `x${'🙂'.repeat(999)}`];
    for (const text of texts) expect(piecesOf(text, 100).join('')).toBe(text);
  });

  it('is cut at line ends where there are any', () => {
    expect(piecesOf('aaa\nbbb\nccc', 8)).toEqual(['aaa\nbbb\n', 'ccc']);
  });

  it('is never cut within a character', () => {
    for (const piece of piecesOf(`x${'🙂'.repeat(50)}`, 10)) {
      // Half a character cannot be encoded.
      expect(() => encodeURIComponent(piece)).not.toThrow();
    }
  });
});
