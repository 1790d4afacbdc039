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
  const named = [...errors.matchAll(/"([^"\n]+)" in (?:Hermes Tray, )?Settings › (\w+)/g)];
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

test('a text that is read inside another program says whose settings it means', () => {
  const folders = ['model', 'runs', 'agent', 'server/middleware', 'server/routes', 'server/errors'];
  const texts = folders.map((folder) => sources(`src/main/${folder}`)).join('\n');
  const lines = texts.split('\n').filter((line) => line.includes('Settings ›'));
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => !/Hermes Tray\b.*Settings ›/.test(line))).toEqual([]);
});
