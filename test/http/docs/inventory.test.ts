import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allPieces, type Piece } from './pieces.ts';
import { couldBeRun, runnerNames, runnersOf } from './runners.ts';

/** Blocks that say nothing a program could check, and what they are. */
const pictures: Readonly<Record<string, string>> = {
  'docs/architecture.md': 'a drawing of the rooms',
};
const isPicture = ({ language, page }: Piece): boolean => language === '' && page in pictures;

const pieces = allPieces();

describe('what a reader could run', () => {
  it.each(pieces.filter((piece) => couldBeRun(piece) && !isPicture(piece)))(
    '$place: $code is run by one kind of test',
    (piece) => {
      expect(runnersOf(piece)).toHaveLength(1);
    },
  );

  it('has no picture more than there is', () => {
    const pages = pieces.filter(isPicture).map(({ page }) => page);
    expect(pages).toEqual(Object.keys(pictures));
  });
});

describe('each kind of test', () => {
  const tests = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
    .join('\n');

  it.each(runnerNames)('“%s” has pieces, and a test that takes them', (name) => {
    expect(pieces.some((piece) => runnersOf(piece).includes(name))).toBe(true);
    expect(tests).toMatch(new RegExp(`pieces(For)?\\('${name}'`));
  });
});
