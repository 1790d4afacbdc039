import { execFileSync } from 'node:child_process';
import { chmod, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pdfOf } from '../../../../support/pdf-of.ts';
import { createReadFileTool } from '../../../../../src/main/agent/tools/files/read-file.ts';
import {
  assess,
  call,
  contextFor,
  createFolders,
  readDocumentHere,
  readTextHere,
  withLongestStall,
} from '../support.ts';

async function setUp() {
  const folders = await createFolders();
  const context = contextFor(folders.workspace);
  const tool = createReadFileTool({ readText: readTextHere, readDocument: readDocumentHere });
  const at = (...parts: string[]) => path.join(folders.workspace, ...parts);
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  };
  const read = (name: string, offset?: number, limit?: number) =>
    call(tool, { path: name, offset, limit }, context);
  return { ...folders, context, tool, at, write, read };
}

const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('read_file', () => {
  test('numbers the lines and tells where the file ends', async () => {
    const { write, read } = await setUp();
    await write('a.txt', 'one\ntwo\r\n\nfour');
    expect(await read('a.txt')).toEqual({
      output: '1|one\n2|two\n3|\n4|four\n[End of file: 4 lines]',
    });
  });

  test('reads a window and tells how to go on', async () => {
    const { write, read } = await setUp();
    await write('a.txt', Array.from({ length: 1_000 }, (_, i) => `line ${i + 1}\n`).join(''));
    expect((await read('a.txt', 10, 2)).output).toBe(
      '10|line 10\n11|line 11\n[Lines 10 to 11 of 1000. Go on with offset 12]',
    );
    expect((await read('a.txt', 1_000)).output).toBe('1000|line 1000\n[End of file: 1000 lines]');
    expect((await read('a.txt')).output).toMatch(/\n500\|line 500\n\[Lines 1 to 500 of 1000/);
    expect(await read('a.txt', 1_001)).toMatchObject({
      error: true,
      output: expect.stringContaining('1000 lines'),
    });
  });

  test('says that an empty file is empty', async () => {
    const { write, read } = await setUp();
    await write('empty', '');
    expect(await read('empty')).toEqual({ output: '[The file is empty]' });
  });

  test('cuts long lines, never within a character', async () => {
    const { write, read } = await setUp();
    await write('long.txt', `${'x'.repeat(1_999)}😀tail\n${'é'.repeat(300_000)}\nend`);
    const { output } = await read('long.txt');
    const lines = output.split('\n');
    expect(lines[0]).toBe(`1|${'x'.repeat(1_999)}… [line cut]`);
    expect(lines[1]).toBe(`2|${'é'.repeat(2_000)}… [line cut]`);
    expect(lines[2]).toBe('3|end');
  });

  test('gives at most 100,000 characters at once', async () => {
    const { write, read } = await setUp();
    await write('wide.txt', `${'y'.repeat(1_500)}\n`.repeat(300));
    const { output } = await read('wide.txt');
    expect(output.length).toBeLessThan(101_000);
    expect(output).toMatch(
      /\[Lines 1 to 66 of 300, as much as is shown at once. Go on with offset 67\]$/,
    );
  });

  test('reads a file of 1 GiB in bounded memory and without stalling the loop', async () => {
    const { at, read } = await setUp();
    await writeFile(at('huge.txt'), 'text\n'.repeat(2_000));
    const file = await open(at('huge.txt'), 'r+');
    // What lies between is a hole: it takes no room on the disk, but has to be read.
    await file.write('\nlast line', 1024 ** 3);
    await file.close();
    const before = process.memoryUsage().rss;
    const { result, stall } = await withLongestStall(() => read('huge.txt', 2_002, 5));
    expect(result.output).toBe('2002|last line\n[End of file: 2002 lines]');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 ** 2);
    expect(stall).toBeLessThan(0.5);
  });

  test('stops reading a large file when the run is aborted', async () => {
    const { at, workspace, tool } = await setUp();
    await writeFile(at('huge.txt'), 'text\n'.repeat(2_000));
    const file = await open(at('huge.txt'), 'r+');
    await file.truncate(20 * 1024 ** 3);
    await file.close();
    const abort = new AbortController();
    const reading = call(
      tool,
      { path: 'huge.txt' },
      contextFor(workspace, { signal: abort.signal }),
    );
    setTimeout(() => abort.abort(new Error('over')), 50);
    await expect(reading).rejects.toThrow('over');
  });

  test('refuses binary files with a hint', async () => {
    const { write, read } = await setUp();
    await write('a.bin', Buffer.from([1, 2, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
    expect(await read('a.bin')).toMatchObject({
      error: true,
      output: expect.stringContaining('binary file of 13 bytes'),
    });
  });

  test('reads UTF-16 and leaves byte order marks out', async () => {
    const { write, read } = await setUp();
    await write('le.txt', Buffer.from('\ufeffgrüße\r\nzwei', 'utf16le'));
    expect((await read('le.txt')).output).toBe(
      '1|grüße\n2|zwei\n[End of file: 2 lines; UTF-16LE with a byte order mark]',
    );
    await write('bom.txt', '\ufeffone\n');
    expect((await read('bom.txt')).output).toBe(
      '1|one\n[End of file: 1 line; UTF-8 with a byte order mark]',
    );
  });

  test('shows images by what they are, whatever their name', async () => {
    const { write, read } = await setUp();
    await write('picture.dat', onePixelPng);
    const result = await read('picture.dat');
    expect(result.images).toEqual([
      { url: `data:image/png;base64,${onePixelPng.toString('base64')}` },
    ]);
    await write('large.png', Buffer.concat([onePixelPng, Buffer.alloc(5 * 1024 * 1024)]));
    expect(await read('large.png')).toMatchObject({
      error: true,
      output: expect.stringContaining('5 MiB'),
    });
  });

  test('reads documents as text, window by window', async () => {
    const { write, read } = await setUp();
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`);
    await write('pages.pdf', pdfOf(...lines));
    expect((await read('pages.pdf', 3, 2)).output).toBe(
      '3|line 2\n4|\n[Lines 3 to 4 of 79; PDF as text. Go on with offset 5]',
    );
    await write('broken.pdf', '%PDF-1.7 and then nothing');
    expect(await read('broken.pdf')).toMatchObject({
      error: true,
      output: expect.stringContaining('cannot be read') as string,
    });
    await write('archive.zip', Buffer.from('504b0506' + '00'.repeat(18), 'hex'));
    expect((await read('archive.zip')).output).toContain('ZIP archive');
  });

  test('suggests similar names for a file that is not there', async () => {
    const { write, read, at } = await setUp();
    await write('src/config.ts', '');
    await write('src/other.txt', '');
    expect(await read('src/Config.tsx')).toMatchObject({
      error: true,
      output: expect.stringContaining(`Similar there: ${at('src/config.ts')}.`),
    });
    expect((await read('src/zzzzzzzz')).output).toContain('search_files');
    expect((await read('none/a.txt')).output).toContain(`no folder ${at('none')}`);
  });

  test('refuses folders, pipes and links that lead nowhere, without waiting', async () => {
    const { read, at, workspace } = await setUp();
    expect((await read('.')).output).toContain('is a folder');
    execFileSync('mkfifo', [at('pipe')]);
    expect((await read('pipe')).output).toContain('no regular file');
    expect((await read('/dev/zero')).output).toContain('no regular file');
    await symlink('loop', path.join(workspace, 'loop'));
    expect((await read('loop')).output).toContain('leads to itself');
  });

  test.skipIf(process.getuid?.() === 0)('says when it may not read', async () => {
    const { write, read, at } = await setUp();
    await write('secret', 'x');
    await chmod(at('secret'), 0);
    expect((await read('secret')).output).toContain('permission denied');
  });

  test('asks before it reads keys, also through a link', async () => {
    const { tool, context, home, workspace, write } = await setUp();
    await write('fine.txt', '');
    await mkdir(path.join(home, '.ssh'));
    await symlink(path.join(home, '.ssh'), path.join(workspace, 'innocent'));
    expect(await assess(tool, { path: 'fine.txt' }, context)).toEqual([]);
    expect(await assess(tool, { path: '~/anything' }, context)).toEqual([]);
    expect(await assess(tool, { path: 'innocent/id_ed25519' }, context)).toEqual([
      `approval credentials: the file tools (reads ${path.join(home, '.ssh/id_ed25519')})`,
    ]);
  });
});
