import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createSearchEngine,
  createSearchFilesTool,
} from '../../../../../src/main/agent/tools/search/search-files.ts';
import { searchInThread } from '../../../../../src/main/agent/tools/search/search-in-thread.ts';
import {
  findRipgrep,
  searchWithRipgrep,
} from '../../../../../src/main/agent/tools/search/search-with-ripgrep.ts';
import type { SearchEngine } from '../../../../../src/main/agent/tools/search/search.ts';
import { buildWorker, type BuiltModule } from '../build-worker.ts';
import {
  assess,
  call,
  contextFor,
  createFolders,
  readTextHere,
  noConfinement,
  ownEnvironment,
  withLongestStall,
} from '../support.ts';

const ripgrep = await findRipgrep(process.env, process.platform);
let worker: BuiltModule;
/** A folder of so many files and a needle. */
let hundredThousand: string;

beforeAll(async () => {
  worker = await buildWorker('agent/tools/search/search-worker');
  hundredThousand = await realpath(await mkdtemp(path.join(tmpdir(), 'hermes-search-')));
  manyFiles(hundredThousand, 100_000);
}, 120_000);
afterAll(async () => {
  await worker.remove();
  await rm(hundredThousand, { recursive: true, force: true });
}, 120_000);

async function setUp(engine: SearchEngine) {
  const folders = await createFolders();
  const context = contextFor(folders.workspace);
  const tool = createSearchFilesTool({ engine, readText: readTextHere });
  const at = (...parts: string[]) => path.join(folders.workspace, ...parts);
  const write = async (files: Record<string, string | Uint8Array>) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), content);
    }
  };
  const search = async (args: Parameters<typeof call<typeof tool.parameters>>[1]) =>
    (await call(tool, args, context)).output;
  return { ...folders, context, tool, at, write, search };
}

const engines: [string, () => SearchEngine, boolean][] = [
  ['a worker thread', () => searchInThread(worker.file), true],
  [
    'ripgrep',
    () => searchWithRipgrep(ripgrep!, { ...noConfinement, environment: ownEnvironment }),
    ripgrep !== undefined,
  ],
];

describe.each(engines)('search_files with %s', (_name, engine, isThere) => {
  const project = {
    'b.ts': 'const one = 1;\nconst two = 2;\n',
    'a.py': 'one = 1\n',
    'src/c.ts': 'x\r\nfunction one() {}\r\ny\n',
    'src/.hidden': 'one\n',
    '.git/config': 'one\n',
    'node_modules/x/index.js': 'one\n',
    '.gitignore': 'ignored/\n*.log\n',
    'ignored/z.ts': 'one\n',
    'run.log': 'one\n',
    'binary.bin': Buffer.from('one\n\0\0\0'),
  };

  test.skipIf(!isThere)('finds lines, grouped by file, in the order of paths', async () => {
    const { write, search } = await setUp(engine());
    await write(project);
    expect(await search({ pattern: '\\bone\\b' })).toBe(
      [
        'a.py',
        '  1: one = 1',
        'b.ts',
        '  1: const one = 1;',
        'src/.hidden',
        '  1: one',
        'src/c.ts',
        '  2: function one() {}',
      ].join('\n'),
    );
  });

  test.skipIf(!isThere)(
    'restricts the search to names that fit, and to a folder or file',
    async () => {
      const { write, search } = await setUp(engine());
      await write(project);
      expect(await search({ pattern: 'one', file_glob: '*.ts' })).not.toContain('a.py');
      expect(await search({ pattern: 'one', file_glob: '*.{py,md}' })).toBe('a.py\n  1: one = 1');
      expect(await search({ pattern: 'one', file_glob: 'src/**/*.ts' })).toBe(
        'src/c.ts\n  2: function one() {}',
      );
      expect(await search({ pattern: 'one', path: 'src', file_glob: 'c.*' })).toContain('src/c.ts');
      expect(await search({ pattern: 'two', path: 'b.ts' })).toBe('b.ts\n  2: const two = 2;');
      expect(await search({ pattern: 'one', path: 'node_modules/x' })).toContain('index.js');
    },
  );

  test.skipIf(!isThere)('pages through results and says when there are more', async () => {
    const { write, search } = await setUp(engine());
    await write({ 'n.txt': Array.from({ length: 10 }, (_, i) => `hit ${i}\n`).join('') });
    expect(await search({ pattern: 'hit', limit: 2 })).toBe(
      'n.txt\n  1: hit 0\n  2: hit 1\n[2 shown, there are more: offset 2]',
    );
    expect(await search({ pattern: 'hit', limit: 4, offset: 6 })).toBe(
      'n.txt\n  7: hit 6\n  8: hit 7\n  9: hit 8\n  10: hit 9',
    );
    expect(await search({ pattern: 'hit', offset: 50 })).toBe('[There are only 10]');
    expect(await search({ pattern: 'absent' })).toBe('[Nothing found]');
  });

  test.skipIf(!isThere)('shows context, also at the borders of a page', async () => {
    const { write, search } = await setUp(engine());
    const lines = Array.from({ length: 12 }, (_, i) => ([2, 4, 10].includes(i) ? 'HIT' : `l${i}`));
    await write({ 'c.txt': `${lines.join('\n')}\n` });
    expect(await search({ pattern: 'HIT', context: 1 })).toBe(
      [
        'c.txt',
        '  2- l1',
        '  3: HIT',
        '  4- l3',
        '  5: HIT',
        '  6- l5',
        '  --',
        '  10- l9',
        '  11: HIT',
        '  12- l11',
      ].join('\n'),
    );
    expect(await search({ pattern: 'HIT', context: 1, limit: 1, offset: 1 })).toBe(
      'c.txt\n  4- l3\n  5: HIT\n  6- l5\n[1 shown, there are more: offset 2]',
    );
  });

  test.skipIf(!isThere)('finds files by glob, by path and by a part of the name', async () => {
    const { write, search } = await setUp(engine());
    await write(project);
    expect(await search({ pattern: '*.ts', target: 'files' })).toBe('b.ts\nsrc/c.ts');
    expect(await search({ pattern: 'src/*', target: 'files' })).toBe('src/.hidden\nsrc/c.ts');
    expect(await search({ pattern: 'hid', target: 'files' })).toBe('src/.hidden');
    const all = await search({ pattern: '*', target: 'files' });
    expect(all.split('\n')).toEqual([
      '.gitignore',
      'a.py',
      'b.ts',
      'binary.bin',
      'src/.hidden',
      'src/c.ts',
    ]);
  });

  test.skipIf(!isThere)('says what is wrong with a pattern, a path or a glob', async () => {
    const { write, tool, context } = await setUp(engine());
    await write({ 'src/a.ts': 'x' });
    const failure = async (args: { pattern: string; path?: string; file_glob?: string }) => {
      const result = await call(tool, args, context);
      expect(result.error).toBe(true);
      return result.output;
    };
    expect(await failure({ pattern: '(unclosed' })).toMatch(
      /cannot be used.*(unclosed|unterminated)/is,
    );
    expect(await failure({ pattern: 'x', file_glob: '{a' })).toMatch(/cannot be used/);
    expect(await failure({ pattern: 'x', path: 'sr' })).toContain('src');
  });

  test.skipIf(!isThere)('does not follow links, so it cannot leave the folder', async () => {
    const { write, search, home, at } = await setUp(engine());
    await writeFile(path.join(home, 'private.txt'), 'one\n');
    await symlink(home, at('link'));
    await symlink(path.join(home, 'private.txt'), at('private.txt'));
    await write({ 'a.txt': 'one\n' });
    expect(await search({ pattern: 'one' })).toBe('a.txt\n  1: one');
  });

  test.skipIf(!isThere)(
    'leaves out what may hold keys, unless it was asked for by name',
    async () => {
      const { write, search, tool, context } = await setUp(engine());
      await write({ '.env': 'KEY=one\n', 'a.txt': 'one\n' });
      expect(await search({ pattern: 'one' })).toBe(
        'a.txt\n  1: one\n[1 file left out that may hold keys or passwords]',
      );
      expect(await search({ pattern: 'one', path: '.env' })).toBe('.env\n  1: KEY=one');
      expect(await assess(tool, { pattern: 'one', path: '.env' }, context)).toHaveLength(1);
      expect(await assess(tool, { pattern: 'one' }, context)).toEqual([]);
    },
  );

  test.skipIf(!isThere)('bounds long lines and floods', async () => {
    const { write, search } = await setUp(engine());
    await write({
      'long.js': `${'x'.repeat(1_000_000)}\n`,
      'many.txt': `${'match me '.repeat(40)}\n`.repeat(20_000),
    });
    const long = await search({ pattern: 'xx', path: 'long.js' });
    expect(long.length).toBeLessThan(700);
    const many = await search({ pattern: 'match', path: 'many.txt', limit: 1000 });
    expect(many.length).toBeLessThan(60_000);
    const next = Number(/offset (\d+)\]$/.exec(many)?.[1]);
    expect(next).toBeGreaterThan(100);
    expect(await search({ pattern: 'match', path: 'many.txt', limit: 1, offset: next })).toContain(
      `  ${next + 1}: match me`,
    );
  });

  test.skipIf(!isThere)('searching 100,000 files does not stall the event loop', async () => {
    const { tool, context } = await setUp(engine());
    const content = await withLongestStall(() =>
      call(tool, { pattern: 'needle', path: hundredThousand }, context),
    );
    const files = await withLongestStall(() =>
      call(
        tool,
        { pattern: '*77.txt', target: 'files', limit: 999, path: hundredThousand },
        context,
      ),
    );
    expect(content.result.output).toBe(`${hundredThousand}/needle.txt\n  1: needle`);
    expect(files.result.output.slice(-50)).toContain('[999 shown, there are more: offset 999]');
    expect(content.stall).toBeLessThan(0.5);
    expect(files.stall).toBeLessThan(0.5);
  });

  test.skipIf(!isThere)('ends at once when the run is aborted', async () => {
    const { tool, workspace } = await setUp(engine());
    const abort = new AbortController();
    const context = contextFor(workspace, { signal: abort.signal });
    const searching = call(tool, { pattern: 'absent', path: hundredThousand }, context);
    setTimeout(() => abort.abort(new Error('over')), 5);
    await expect(searching).rejects.toThrow('over');
  });
});

test('a regular expression that backtracks for ever is stopped', async () => {
  const { write, tool, context } = await setUp(searchInThread(worker.file, 300));
  await write({ 'a.txt': 'found aaa\n', 'b.txt': `${'a'.repeat(200)}b\n` });
  const { output } = await call(tool, { pattern: '(a+)+$' }, context);
  expect(output).toMatch(/^a\.txt\n {2}1: found aaa\n\[Stopped because it took too long/);
});

test('which engine is used is found out by looking for ripgrep', async () => {
  const { write, root, workspace } = await setUp(searchInThread(worker.file));
  expect(await findRipgrep({ PATH: root }, 'linux')).toBeUndefined();
  await writeFile(path.join(root, 'rg'), '#!/bin/sh\n', { mode: 0o755 });
  expect(await findRipgrep({ PATH: `/none:${root}` }, 'linux')).toBe(path.join(root, 'rg'));
  await write({ 'a.txt': 'one\n' });
  const engine = createSearchEngine(worker.file, () => ({ PATH: '/none' }), noConfinement.enclose);
  const tool = createSearchFilesTool({ engine, readText: readTextHere });
  expect((await call(tool, { pattern: 'one' }, contextFor(workspace))).output).toContain('a.txt');
});

/** Most are further names of a few files: those are made quickly. */
function manyFiles(folder: string, count: number): void {
  let original = '';
  for (let i = 0; i < count; i += 1) {
    const inner = path.join(folder, String(Math.floor(i / 1000)));
    const file = path.join(inner, `${i % 1000}.txt`);
    if (i % 1000 === 0) mkdirSync(inner, { recursive: true });
    if (i % 20_000 === 0) {
      original = file;
      writeFileSync(file, 'hay\n'.repeat(10));
    } else linkSync(original, file);
  }
  writeFileSync(path.join(folder, 'needle.txt'), 'needle\n');
}
