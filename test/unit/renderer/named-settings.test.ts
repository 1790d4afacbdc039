import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The text of all sources in a folder. */
function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

test('every setting that an error sends the person to is on that page under that name', () => {
  const errors = `${sources('src/main')}\n${sources('src/shared')}`;
  const named = [...errors.matchAll(/"([^"\n]+)" in Settings › (\w+)/g)];
  expect(named.length).toBeGreaterThan(10);
  for (const [, label = '', page = ''] of named) {
    const text = sources(`src/renderer/pages/${page.toLowerCase()}`);
    const ways = [`label="${label}"`, `label: '${label}'`, `title="${label}"`];
    expect(
      ways.some((way) => text.includes(way)),
      `"${label}" on the page ${page}`,
    ).toBe(true);
  }
});
