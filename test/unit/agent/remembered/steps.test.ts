import { describe, expect, it } from 'vitest';
import {
  levelsOf,
  type Level,
  type TurnSize,
} from '../../../../src/main/agent/remembered/steps.ts';

const sizes = (count: number): TurnSize[] =>
  Array.from({ length: count }, (_, index) => ({ whole: 800 + ((index * 37) % 400), short: 100 }));
const room = 5_000;
const taken = (levels: readonly Level[], of: readonly TurnSize[]): number =>
  levels.reduce((sum, level, at) => sum + (level === 'bare' ? 0 : of[at]![level]), 0);

describe('how much of each turn is put back', () => {
  it('is all while there is room, and never more than there is', () => {
    expect(levelsOf(sizes(4), room)).toEqual(['whole', 'whole', 'whole', 'whole']);
    for (let count = 1; count <= 200; count += 1) {
      expect(taken(levelsOf(sizes(count), room), sizes(count))).toBeLessThanOrEqual(room);
    }
  });

  it('changes seldom: what was decided for n turns mostly stands for n + 1', () => {
    let changes = 0;
    for (let count = 1; count < 200; count += 1) {
      const before = levelsOf(sizes(count), room);
      const after = levelsOf(sizes(count + 1), room).slice(0, count);
      if (JSON.stringify(before) !== JSON.stringify(after)) changes += 1;
    }
    // Each change makes room for half of what there is: some three turns.
    expect(changes).toBeLessThan(200 / 2.4);
  });

  it('gives way from the oldest on, and to the latest last', () => {
    const levels = levelsOf(sizes(40), room);
    expect(levels.at(-1)).toBe('whole');
    const order = { bare: 0, short: 1, whole: 2 };
    const ranks = levels.map((level) => order[level]);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  it('is little of a turn that alone is too much', () => {
    expect(levelsOf([{ whole: 9_000, short: 900 }], room)).toEqual(['short']);
    expect(levelsOf([{ whole: 90_000, short: 9_000 }], room)).toEqual(['bare']);
  });
});
