import { describe, expect, test } from 'vitest';
import { globToRegExp } from '../../../../../src/main/agent/tools/search/glob.ts';
import { IgnoreRules } from '../../../../../src/main/agent/tools/search/ignore-rules.ts';
import { nameGlob } from '../../../../../src/main/agent/tools/search/search.ts';

describe('globToRegExp', () => {
  test.each([
    ['*.ts', 'a.ts', true],
    ['*.ts', 'src/a.ts', false],
    ['*.ts', 'a.tsx', false],
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', 'x/y/a.ts', true],
    ['src/**', 'src/a/b', true],
    ['src/**/b', 'src/b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[a-c].x', 'b.x', true],
    ['[!a-c].x', 'b.x', false],
    ['[!a-c].x', 'd.x', true],
    ['*.{ts,js}', 'a.js', true],
    ['*.{ts,{js,mjs}}', 'a.mjs', true],
    ['*.{ts,js}', 'a.py', false],
    ['a.b', 'axb', false],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['(x)+', '(x)+', true],
    ['a,b', 'a,b', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(globToRegExp(glob).test(path)).toBe(expected);
  });

  test.each(['[abc', '{a,b'])('refuses %s', (glob) => {
    expect(() => globToRegExp(glob)).toThrow(SyntaxError);
  });
});

test.each([
  ['config', '*config*'],
  ['*.py', '*.py'],
  ['**/*.py', '*.py'],
  ['./src/*.py', 'src/*.py'],
])('nameGlob makes %s into %s', (pattern, expected) => {
  expect(nameGlob(pattern)).toBe(expected);
});

describe('IgnoreRules', () => {
  const rules = new IgnoreRules(
    ['# comment', '*.log', '!keep.log', 'build/', '/top.txt', 'docs/*.md', 'a\\ b ', '[bad'].join(
      '\n',
    ),
  );
  test.each([
    ['x.log', false, true],
    ['deep/x.log', false, true],
    ['keep.log', false, false],
    ['build', true, true],
    ['build', false, undefined],
    ['sub/build', true, true],
    ['top.txt', false, true],
    ['sub/top.txt', false, undefined],
    ['docs/a.md', false, true],
    ['docs/sub/a.md', false, undefined],
    ['a b', false, true],
    ['# comment', false, undefined],
  ])('%s (folder: %s): %s', (path, isFolder, expected) => {
    expect(rules.decide(path, isFolder)).toBe(expected);
  });
});
