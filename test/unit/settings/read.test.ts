import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settingsSchema } from '../../../src/shared/settings.ts';

const source = path.resolve(import.meta.dirname, '../../../src');
const carriers =
  /^(main\/settings|main\/desktop\/ipc|renderer|preload)\/|^shared\/settings(\.ts$|-parts\/)/;

/** What the host does by: neither the rooms that only carry settings, nor the window that shows them. */
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !carriers.test(file))
  .map((file) => readFileSync(path.join(source, file), 'utf8'))
  .join('\n');

/** The fields of a section; of one that is a list by names, none. */
function fieldsOf(section: string): string[] {
  const schema = settingsSchema.shape[section as keyof typeof settingsSchema.shape];
  const inner: unknown = 'unwrap' in schema ? schema.unwrap() : schema;
  return Object.keys((inner as { shape?: object }).shape ?? {});
}

const names = Object.keys(settingsSchema.shape).flatMap((section) =>
  fieldsOf(section).map((field): [string, string] => [section, field]),
);

/** The window's own. */
const exceptions = new Set(['app.theme']);

it('every setting is read by what it is for', () => {
  expect(names.length).toBeGreaterThan(30);
  const unread = names
    .filter(([section, field]) => !exceptions.has(`${section}.${field}`))
    .filter(([, field]) => !new RegExp(`\\b${field}\\b`).test(code));
  expect(unread).toEqual([]);
});
