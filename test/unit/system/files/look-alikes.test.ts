import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  AmbiguousNameError,
  existingPath,
  isDeceptive,
  visibleName,
} from '../../../../src/main/system/files/look-alikes.ts';
import { createFolders } from '../../agent/tools/support.ts';

async function folderOf(...names: string[]) {
  const { workspace } = await createFolders();
  for (const name of names) {
    await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
    await writeFile(path.join(workspace, name), name);
  }
  return (given: string) =>
    existingPath(path.join(workspace, given)).then((found) => path.relative(workspace, found));
}

/** Every space of Unicode, as names have them. */
const spaces = [
  0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009,
  0x200a, 0x202f, 0x205f, 0x3000,
].map((code) => String.fromCharCode(code));

// Windows and macOS take some of these for the same name themselves.
describe.skipIf(process.platform !== 'linux')('existingPath', () => {
  test.each(spaces)(
    'finds a name with the space %j, given with a plain one, and back',
    async (space) => {
      const name = `Screenshot at 8.55${space}PM.png`;
      expect(await (await folderOf(name))('Screenshot at 8.55 PM.png')).toBe(name);
      expect(await (await folderOf('a b'))(`a${space}b`)).toBe('a b');
    },
  );

  test.each([
    ['an accent apart', 're\u0301sume\u0301.txt', 'r\u00e9sum\u00e9.txt'],
    ['an accent in one', 'r\u00e9sum\u00e9.txt', 're\u0301sume\u0301.txt'],
    ['Hangul apart', '\u1112\u1161\u11ab.txt', '\ud55c.txt'],
    ['a space at its end', 'notes.txt ', 'notes.txt'],
    ['no space at its end', 'notes.txt', 'notes.txt '],
    ['a space at its beginning', ' notes.txt', 'notes.txt'],
    ['an invisible character', 'no\u200btes.txt', 'notes.txt'],
    ['a typographic apostrophe', 'Capture d\u2019e\u0301cran.png', "Capture d'\u00e9cran.png"],
  ])('finds a name with %s', async (_what, there, given) => {
    expect(await (await folderOf(there))(given)).toBe(there);
  });

  test('takes the exact name where there is one', async () => {
    const find = await folderOf('a b', 'a\u00a0b', 'a\u202fb');
    expect(await find('a b')).toBe('a b');
    expect(await find('a\u202fb')).toBe('a\u202fb');
  });

  test('names all that look so where none is exact', async () => {
    const find = await folderOf('a\u00a0b', 'a\u202fb');
    const error = await find('a b').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AmbiguousNameError);
    expect((error as Error).message).toContain('"a\\u00a0b", "a\\u202fb"');
  });

  test('finds folders on the way, and new files in them', async () => {
    const find = await folderOf('Me\u0301moires\u00a02026/a.txt');
    expect(await find('M\u00e9moires 2026/a.txt')).toBe('Me\u0301moires\u00a02026/a.txt');
    expect(await find('M\u00e9moires 2026/new/b.txt')).toBe('Me\u0301moires\u00a02026/new/b.txt');
  });

  test('leaves alone what differs in what can be seen', async () => {
    const find = await folderOf('Notes.txt', 'a-b', 'resume');
    expect(await find('notes.txt')).toBe('notes.txt');
    expect(await find('a\u2013b')).toBe('a\u2013b');
    expect(await find('r\u00e9sum\u00e9')).toBe('r\u00e9sum\u00e9');
    expect(await find(' ')).toBe(' ');
  });
});

test('a name is shown so that it can be told apart and given back', () => {
  expect(visibleName('a\u202fb e\u0301 \u00e9 \u200b \u{e0001} "x"')).toBe(
    String.raw`"a\u202fb e\u0301 é \u200b \udb40\udc01 \"x\""`,
  );
  expect(JSON.parse(visibleName('a\u202fb \u{e0001}'))).toBe('a\u202fb \u{e0001}');
  expect(['plain name.txt', '测试 é.txt'].map(isDeceptive)).toEqual([false, false]);
  expect(['end ', 'a\u00a0b', 'e\u0301'].map(isDeceptive)).toEqual([true, true, true]);
});
