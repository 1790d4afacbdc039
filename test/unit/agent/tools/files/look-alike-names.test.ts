import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Tool } from '../../../../../src/main/agent/tool.ts';
import { createReadFileTool } from '../../../../../src/main/agent/tools/files/read-file.ts';
import { createWriteFileTool } from '../../../../../src/main/agent/tools/files/write-file.ts';
import { edit } from '../../../../../src/main/agent/tools/patch/edit.ts';
import { createPatchTool } from '../../../../../src/main/agent/tools/patch/patch.ts';
import {
  searchWithRipgrep,
  findRipgrep,
} from '../../../../../src/main/agent/tools/search/search-with-ripgrep.ts';
import { createSearchFilesTool } from '../../../../../src/main/agent/tools/search/search-files.ts';
import { searchInThread } from '../../../../../src/main/agent/tools/search/search-in-thread.ts';
import { KeyedMutex } from '../../../../../src/main/system/locks/keyed-mutex.ts';
import { buildWorker } from '../build-worker.ts';
import {
  assess,
  call,
  contextFor,
  createFolders,
  noConfinement,
  ownEnvironment,
  readDocumentHere,
  readTextHere,
} from '../support.ts';

/** Names that only look like the one given, as the tools for files treat them. */

const screenshot = 'Screenshot 2026-11-02 at 8.55.11\u202fPM.txt';
const asTyped = 'Screenshot 2026-11-02 at 8.55.11 PM.txt';

async function setUp(...names: string[]) {
  const { workspace, home } = await createFolders();
  for (const name of names) await writeFile(path.join(workspace, name), 'old content\n');
  const parts = { edits: new KeyedMutex(), readText: readTextHere };
  const tools = {
    read_file: createReadFileTool({ ...parts, readDocument: readDocumentHere }),
    write_file: createWriteFileTool(parts),
    patch: createPatchTool({ ...parts, editor: (job) => Promise.resolve(edit(job)) }),
  };
  const context = contextFor(workspace);
  const use = (name: keyof typeof tools, args: object) =>
    call(tools[name] as Tool, args as never, context);
  return { workspace, home, tools, context, use };
}

describe.skipIf(process.platform !== 'linux')('a name that looks like the one given', () => {
  test('is read, and said', async () => {
    const { use } = await setUp(screenshot);
    const { output } = await use('read_file', { path: asTyped });
    expect(output).toContain('1|old content');
    expect(output).toContain(String.raw`at 8.55.11\u202fPM.txt"`);
  });

  test('is written and patched, and no second file is made', async () => {
    const { use, workspace } = await setUp(screenshot);
    await use('patch', { path: asTyped, old_string: 'old', new_string: 'new' });
    expect(await readFile(path.join(workspace, screenshot), 'utf8')).toBe('new content\n');
    await use('write_file', { path: asTyped, content: 'all new\n' });
    expect(await readFile(path.join(workspace, screenshot), 'utf8')).toBe('all new\n');
    const move = `*** Begin Patch\n*** Delete File: ${asTyped}\n*** End Patch`;
    await use('patch', { mode: 'patch', patch: move });
    expect(await readdir(workspace)).toEqual([]);
  });

  test('of which there are several is asked back, by all tools', async () => {
    const { use, workspace } = await setUp('a\u202fb', 'a\u00a0b');
    for (const [name, args] of [
      ['read_file', { path: 'a b' }],
      ['write_file', { path: 'a b', content: '' }],
      ['patch', { path: 'a b', old_string: 'old', new_string: 'new' }],
    ] as const) {
      const { output, error } = await use(name, args);
      expect(error).toBe(true);
      expect(output).toContain(String.raw`"a\u00a0b", "a\u202fb"`);
    }
    expect((await readdir(workspace)).toSorted()).toEqual(['a\u00a0b', 'a\u202fb']);
  });

  test('is judged as the one that it is', async () => {
    const { tools, context, workspace, home } = await setUp();
    await mkdir(path.join(home, '.ssh'));
    await symlink(path.join(home, '.ssh'), path.join(workspace, 'my\u00a0notes'));
    expect((await assess(tools.read_file, { path: 'my notes/file' }, context)).join()).toMatch(
      /credentials:.*\.ssh/,
    );
    expect(
      (await assess(tools.write_file, { path: 'my notes/x', content: '' }, context)).join(),
    ).toMatch(/write-outside:.*\.ssh/);
  });

  test('is shown with its escapes where names are suggested', async () => {
    const { use } = await setUp(screenshot);
    const { output } = await use('read_file', { path: 'Screenshot 2026-11-02 at 8.55.12 PM.txt' });
    expect(output).toContain(String.raw`\u202fPM.txt"`);
  });

  test('is found by a search for names', async () => {
    const { context } = await setUp(
      screenshot,
      're\u0301sume\u0301.txt',
      'caf\u00e9.md',
      'x y.txt',
    );
    const worker = await buildWorker('agent/tools/search/search-worker');
    const ripgrep = await findRipgrep(process.env, process.platform);
    const engines = [
      searchInThread(worker.file),
      ...(ripgrep
        ? [searchWithRipgrep(ripgrep, { ...noConfinement, environment: ownEnvironment })]
        : []),
    ];
    for (const engine of engines) {
      const tool = createSearchFilesTool({ engine, readText: readTextHere });
      const found = async (pattern: string) =>
        (await call(tool, { pattern, target: 'files' }, context)).output;
      expect(await found('11 PM')).toBe(screenshot);
      expect(await found('r\u00e9sum\u00e9*')).toBe('re\u0301sume\u0301.txt');
      expect(await found('cafe\u0301')).toBe('caf\u00e9.md');
      expect(await found('x\u00a0y.{txt,md}')).toBe('x y.txt');
    }
    await worker.remove();
  });
});
