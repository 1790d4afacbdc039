import { describe, expect, test } from 'vitest';
import { globMatcher } from '../../../../../src/main/agent/tools/search/glob.ts';
import { nameGlob } from '../../../../../src/main/agent/tools/search/search.ts';

describe('globMatcher', () => {
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
    ['*', '.hidden', true],
    ['!a', '!a', true],
    ['*(1)*', 'a(1).txt', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(globMatcher(glob)(path)).toBe(expected);
  });

  test.each(['[abc', '{a,b'])('refuses %s', (glob) => {
    expect(() => globMatcher(glob)).toThrow(SyntaxError);
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
