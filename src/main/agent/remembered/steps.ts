/** How much of a turn is put back: all of it, shortened, or nothing beyond what the client shows. */
export type Level = 'whole' | 'short' | 'bare';

/** What a turn takes at each level, in characters. */
export interface TurnSize {
  whole: number;
  short: number;
}

/**
 * How much of each turn stays within `room` characters together, the oldest first. Room is made in
 * steps, half of it at a time, and the oldest turns give way first: what is decided for n turns stands
 * for n + 1, but in the turn that makes room. So what a conversation begins with seldom changes, and a
 * service that keeps what it has read need not read it again.
 */
export function levelsOf(sizes: readonly TurnSize[], room: number): Level[] {
  const levels: Level[] = [];
  const taken = (index: number): number => {
    const level = levels[index]!;
    return level === 'bare' ? 0 : sizes[index]![level];
  };
  let sum = 0;
  const lower = (index: number, level: Level): void => {
    sum -= taken(index);
    levels[index] = level;
    sum += taken(index);
  };
  for (const [index, size] of sizes.entries()) {
    levels.push(size.whole <= room ? 'whole' : size.short <= room ? 'short' : 'bare');
    sum += taken(index);
    if (sum <= room) continue;
    for (const level of ['short', 'bare'] as const) {
      for (let older = 0; older < index && sum > room / 2; older += 1) {
        if (levels[older] !== 'bare') lower(older, level);
      }
    }
  }
  return levels;
}
