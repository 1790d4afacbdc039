import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoizeByFiles } from '../../../../src/main/system/files/memoize-by-files.ts';

let folder: string;
let file: string;
let made: number;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hermes-memo-'));
  file = path.join(folder, 'notes.md');
  made = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const notes = memoizeByFiles(async (of: string, dependOn) => {
  made += 1;
  const notesFile = path.join(of, 'notes.md');
  dependOn(notesFile);
  return readFile(notesFile, 'utf8').catch(() => 'none');
});

async function writeLongAgo(text: string): Promise<void> {
  await writeFile(file, text);
  await utimes(file, 1_000_000, 1_000_000);
}

test('a file that is not there is looked for again, and not read again', async () => {
  expect(await notes(folder)).toBe('none');
  expect(await notes(folder)).toBe('none');
  expect(made).toBe(1);
  await writeLongAgo('one');
  expect(await notes(folder)).toBe('one');
});

test('a change is seen at once, also one of the same length in the same instant', async () => {
  for (const text of ['one', 'two', 'six', 'ten']) {
    await writeFile(file, text);
    expect(await notes(folder)).toBe(text);
  }
  await rm(file);
  expect(await notes(folder)).toBe('none');
});

test('another folder has its own files', async () => {
  await writeLongAgo('one');
  const other = path.join(folder, 'other');
  await mkdir(other);
  expect(await notes(folder)).toBe('one');
  expect(await notes(other)).toBe('none');
  expect(await notes(folder)).toBe('one');
});
