import { chmod, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeyedMutex } from '../../../../../src/main/system/locks/keyed-mutex.ts';
import { writeAtomically } from '../../../../../src/main/system/files/write-atomically.ts';
import { createWriteFileTool } from '../../../../../src/main/agent/tools/files/write-file.ts';
import { assess, call, contextFor, createFolders, readTextHere } from '../support.ts';

async function setUp() {
  const folders = await createFolders();
  const context = contextFor(folders.workspace);
  const tool = createWriteFileTool({ edits: new KeyedMutex(), readText: readTextHere });
  const at = (...parts: string[]) => path.join(folders.workspace, ...parts);
  const write = (name: string, content: string) => call(tool, { path: name, content }, context);
  return { ...folders, context, tool, at, write };
}

describe('write_file', () => {
  test('makes a file and the folders above it, and says how much it wrote', async () => {
    const { write, at } = await setUp();
    const { output } = await write('a/b/c.txt', 'ü\nzwei\n');
    expect(output).toBe(`Wrote 8 bytes, 2 lines, to ${at('a/b/c.txt')}.`);
    expect(await readFile(at('a/b/c.txt'), 'utf8')).toBe('ü\nzwei\n');
    expect(await readdir(at('a/b'))).toEqual(['c.txt']);
  });

  test('keeps the mode of a file that it replaces', async () => {
    const { write, at } = await setUp();
    await writeFile(at('run.sh'), 'old');
    await chmod(at('run.sh'), 0o754);
    await write('run.sh', 'new');
    expect((await stat(at('run.sh'))).mode & 0o777).toBe(0o754);
    expect(await readFile(at('run.sh'), 'utf8')).toBe('new');
  });

  test('writes through a link to what it leads to, and leaves the link', async () => {
    const { write, at } = await setUp();
    await writeFile(at('real.txt'), 'old');
    await symlink('real.txt', at('link.txt'));
    const { output } = await write('link.txt', 'new');
    expect(output).toContain(at('real.txt'));
    expect(await readFile(at('real.txt'), 'utf8')).toBe('new');
    expect((await readdir(at())).toSorted()).toEqual(['link.txt', 'real.txt']);
  });

  test('a reader never sees a part of the content', async () => {
    const { at } = await setUp();
    const contents = ['a', 'b'].map((letter) => letter.repeat(1_000_000));
    await writeFile(at('file'), contents[0]!);
    let writing = true;
    const writer = (async () => {
      for (let i = 0; i < 30; i += 1) await writeAtomically(at('file'), contents[i % 2]!);
      writing = false;
    })();
    let reads = 0;
    while (writing) {
      expect(contents).toContain(await readFile(at('file'), 'utf8'));
      reads += 1;
    }
    await writer;
    expect(reads).toBeGreaterThan(0);
    expect(await readdir(at())).toEqual(['file']);
  });

  test('writes of one file at the same time leave one of them whole', async () => {
    const { write, at } = await setUp();
    const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(100_000));
    await Promise.all(contents.map((content) => write('same.txt', content)));
    expect(contents).toContain(await readFile(at('same.txt'), 'utf8'));
    expect(await readdir(at())).toEqual(['same.txt']);
  });

  test('says why it cannot write, and leaves nothing behind', async () => {
    const { write, at } = await setUp();
    await mkdir(at('folder'));
    await writeFile(at('file'), 'kept');
    expect(await write('folder', 'x')).toMatchObject({ error: true, output: /folder is a folder/ });
    expect(await write('file/below', 'x')).toMatchObject({
      error: true,
      output: expect.stringContaining('is a file, not a folder'),
    });
    expect(await write('x'.repeat(300), 'x')).toMatchObject({ error: true });
    expect((await readdir(at())).toSorted()).toEqual(['file', 'folder']);
  });

  test('a very long name leaves room for the temporary file', async () => {
    const { write, at } = await setUp();
    const name = 'n'.repeat(250);
    await write(name, 'x');
    expect(await readdir(at())).toEqual([name]);
  });

  test('does not touch another name of the same file', async () => {
    const { write, at } = await setUp();
    await writeFile(at('one'), 'old');
    await link(at('one'), at('two'));
    await write('one', 'new');
    expect(await readFile(at('two'), 'utf8')).toBe('old');
  });

  test('asks before it writes outside the workspace, also through links', async () => {
    const { tool, context, home, workspace, root } = await setUp();
    await symlink(home, path.join(workspace, 'link'));
    await symlink(path.join(home, 'planted.txt'), path.join(workspace, 'dangling'));
    const risks = (name: string) => assess(tool, { path: name, content: '' }, context);
    expect(await risks('inside/new/file.txt')).toEqual([]);
    expect(await risks('../x')).toEqual([
      `approval write-outside: the file tools (writes ${path.join(root, 'x')})`,
    ]);
    expect(await risks('link/x')).toEqual([
      `approval write-outside: the file tools (writes ${path.join(home, 'x')})`,
    ]);
    expect(await risks('dangling')).toEqual([
      `approval write-outside: the file tools (writes ${path.join(home, 'planted.txt')})`,
    ]);
  });
});

describe('KeyedMutex', () => {
  test('runs one at a time for a key, in order, and others beside it', async () => {
    const mutex = new KeyedMutex();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
    };
    await Promise.all([
      mutex.run('a', work('a1')),
      mutex.run('b', work('b')),
      mutex.run('a', work('a2')),
    ]);
    expect(log.indexOf('a2 begins')).toBeGreaterThan(log.indexOf('a1 ends'));
    expect(log.indexOf('b begins')).toBeLessThan(log.indexOf('a1 ends'));
  });

  test('passes failures on and goes on after them', async () => {
    const mutex = new KeyedMutex();
    const failed = mutex.run('a', () => Promise.reject(new Error('first')));
    const second = mutex.run('a', () => Promise.resolve('second'));
    await expect(failed).rejects.toThrow('first');
    expect(await second).toBe('second');
  });

  test('takes several keys without deadlock, whatever their order', async () => {
    const mutex = new KeyedMutex();
    const work = () => Promise.resolve(1);
    const all = Array.from({ length: 20 }, (_, i) =>
      mutex.runAll(i % 2 ? ['a', 'b', 'a'] : ['b', 'a'], work),
    );
    expect(await Promise.all(all)).toHaveLength(20);
  });
});
