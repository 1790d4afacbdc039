import { renameSync, symlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tool, ToolContext, ToolResult } from '../../../../../src/main/agent/tool.ts';
import type { Editor } from '../../../../../src/main/agent/tools/patch/editor.ts';
import { edit } from '../../../../../src/main/agent/tools/patch/edit.ts';
import { KeyedMutex } from '../../../../../src/main/system/locks/keyed-mutex.ts';
import { createPatchTool } from '../../../../../src/main/agent/tools/patch/patch.ts';
import { ProcessRegistry } from '../../../../../src/main/agent/tools/terminal/processes.ts';
import { createReadFileTool } from '../../../../../src/main/agent/tools/files/read-file.ts';
import { createSearchFilesTool } from '../../../../../src/main/agent/tools/search/search-files.ts';
import type { SearchEngine } from '../../../../../src/main/agent/tools/search/search.ts';
import { searchInThread } from '../../../../../src/main/agent/tools/search/search-in-thread.ts';
import { createTerminalTool } from '../../../../../src/main/agent/tools/terminal/terminal.ts';
import { writeAtomically } from '../../../../../src/main/system/files/write-atomically.ts';
import { createWriteFileTool } from '../../../../../src/main/agent/tools/files/write-file.ts';
import { buildWorker, type BuiltModule } from '../build-worker.ts';
import {
  assess,
  contextFor,
  createFolders,
  createShells,
  judgeHere,
  noConfinement,
  readDocumentHere,
  readTextHere,
} from '../support.ts';

/** A link that is put in the way between the judgement of a call and the deed. */

let worker: BuiltModule;
beforeAll(async () => {
  worker = await buildWorker('agent/tools/search/search-worker');
}, 120_000);
afterAll(() => worker.remove());

/** A workspace with a folder `inside` and, out of it, one with a key. */
async function setUp() {
  const folders = await createFolders();
  const { workspace, home } = folders;
  const inside = path.join(workspace, 'inside');
  const outside = path.join(home, '.ssh');
  for (const folder of [inside, outside]) {
    await mkdir(folder);
    await writeFile(path.join(folder, 'file'), folder === outside ? 'the key' : 'harmless');
  }
  const edits = new KeyedMutex();
  const editor: Editor = (job) => Promise.resolve(edit(job));
  const engine = searchInThread(worker.file);
  const tools = {
    read_file: createReadFileTool({ readText: readTextHere, readDocument: readDocumentHere }),
    write_file: createWriteFileTool({ edits, readText: readTextHere }),
    patch: createPatchTool({ edits, editor, readText: readTextHere }),
    search_files: createSearchFilesTool({ engine, readText: readTextHere }),
  };
  /** The folder goes aside, and a link out of the workspace takes its place. */
  const swap = async (): Promise<void> => {
    await rename(inside, `${inside}-aside`);
    await symlink(outside, inside);
  };
  return { ...folders, inside, outside, tools, swap };
}

/** Judges a call, does something else meanwhile, and then runs it with what it was judged by. */
async function judgedBefore(
  tool: Tool,
  given: object,
  context: ToolContext,
  meanwhile: () => Promise<void>,
): Promise<ToolResult> {
  const args = tool.parameters.parse(given);
  const risks = (await tool.assess?.(args, context)) ?? [];
  expect(risks).toEqual([]);
  await meanwhile();
  return tool.execute(args, context);
}

const calls = [
  ['read_file', { path: 'inside/file' }],
  ['write_file', { path: 'inside/file', content: 'planted' }],
  ['write_file', { path: 'inside/new/planted', content: 'planted' }],
  ['patch', { path: 'inside/file', old_string: 'key', new_string: 'planted' }],
  [
    'patch',
    { mode: 'patch', patch: '*** Begin Patch\n*** Delete File: inside/file\n*** End Patch' },
  ],
  [
    'patch',
    {
      mode: 'patch',
      patch: '*** Begin Patch\n*** Add File: inside/planted\n+planted\n*** End Patch',
    },
  ],
  ['search_files', { pattern: 'key', path: 'inside' }],
  ['search_files', { pattern: '*', target: 'files', path: 'inside' }],
] as const;

describe.skipIf(process.platform === 'win32')('a link put in the way after the judgement', () => {
  test.each(calls)('leads %s nowhere: %j', async (name, args) => {
    const { tools, swap, workspace, outside } = await setUp();
    const result = await judgedBefore(tools[name] as Tool, args, contextFor(workspace), swap);
    expect(result.error).toBe(true);
    expect(result.output).toMatch(/^Refused: the path leads to .*\.ssh/);
    expect(result.output).not.toContain('the key');
    expect(await readdir(outside)).toEqual(['file']);
    expect(await readFile(path.join(outside, 'file'), 'utf8')).toBe('the key');
  });

  test('gives nothing away when it comes while a search runs', async () => {
    const { swap, workspace } = await setUp();
    const search = searchInThread(worker.file);
    const engine: SearchEngine = async (request, ...rest) => {
      await swap();
      return search(request, ...rest);
    };
    const tool = createSearchFilesTool({ engine, readText: readTextHere });
    const args = tool.parameters.parse({ pattern: 'key', path: 'inside' });
    const { output } = await tool.execute(args, contextFor(workspace));
    expect(output).toMatch(/^Refused: the path leads to .*\.ssh/);
  });

  test('does no harm where it leads to what was allowed', async () => {
    const { tools, swap, workspace, outside } = await setUp();
    const context = contextFor(workspace, {
      allowed: new Set([`credentials: the file tools (reads ${path.join(outside, 'file')})`]),
    });
    const read = tools.read_file;
    const { output } = await judgedBefore(read, { path: 'inside/file' }, context, swap);
    expect(output).toContain('the key');
  });

  test('while a new file is on its way into its folder is found by where the file came to lie', async () => {
    const { inside, outside, workspace } = await setUp();
    const check = await contextFor(workspace).paths.hold('write', new Set());
    const judged: string[] = [];
    const written = writeAtomically(path.join(inside, 'planted'), 'planted', (file) => {
      check(file);
      if (judged.push(file) > 1) return;
      // The path is judged, and nothing is written yet.
      renameSync(inside, `${inside}-aside`);
      symlinkSync(outside, inside);
    });
    await expect(written).rejects.toThrow(/^Refused: the path leads to .*\.ssh/);
    expect(judged).toHaveLength(1);
    expect(await readdir(outside)).toEqual(['file']);
  });
});

describe.skipIf(process.platform === 'win32')('a way out of the workspace', () => {
  const added = (file: string) => `*** Begin Patch\n*** Add File: ${file}\n+x\n*** End Patch`;
  const moved = (file: string) =>
    `*** Begin Patch\n*** Move File: inside/file -> ${file}\n*** End Patch`;

  /** `keys` leads to `~/.ssh`, `out` to the home folder, `new` to what is not there yet. */
  const setUpLinks = async () => {
    const folders = await setUp();
    const { workspace, home, outside } = folders;
    await symlink(outside, path.join(workspace, 'keys'));
    await symlink(home, path.join(workspace, 'out'));
    await symlink(path.join(home, 'new'), path.join(workspace, 'new'));
    const processes = new ProcessRegistry();
    const terminal = createTerminalTool({
      processes,
      judge: judgeHere.command,
      shells: createShells(),
      confinement: noConfinement,
    });
    return { ...folders, tools: { ...folders.tools, terminal } };
  };

  test.each([
    ['write_file', { path: '../home/planted', content: '' }],
    ['write_file', { path: 'inside/../../home/planted', content: '' }],
    ['write_file', { path: '~/planted', content: '' }],
    ['write_file', { path: 'out/planted', content: '' }],
    ['write_file', { path: 'out/deeper/planted', content: '' }],
    ['write_file', { path: 'new', content: '' }],
    ['patch', { path: '../home/planted', old_string: 'a', new_string: 'b' }],
    ['patch', { path: 'out/planted', old_string: 'a', new_string: 'b' }],
    ['patch', { mode: 'patch', patch: added('out/planted') }],
    ['patch', { mode: 'patch', patch: moved('out/planted') }],
    ['patch', { mode: 'patch', patch: moved('../home/planted') }],
    ['terminal', { command: 'touch ../home/planted' }],
    ['terminal', { command: 'touch out/planted' }],
    ['terminal', { command: 'touch planted', workdir: 'out' }],
    ['terminal', { command: 'touch planted', workdir: '../home' }],
    ['terminal', { command: 'echo x > planted', workdir: 'inside/../out' }],
  ] as const)('to write needs approval: %s %j', async (name, args) => {
    const { tools, workspace } = await setUpLinks();
    const risks = await assess(tools[name] as Tool, args, contextFor(workspace));
    expect(risks.join()).toMatch(/^approval write-outside:.*\/home\/(planted|deeper|new)/);
  });

  test.each([
    ['read_file', { path: '../home/.ssh/file' }],
    ['read_file', { path: 'keys/file' }],
    ['read_file', { path: 'out/.ssh/file' }],
    ['patch', { path: 'keys/file', old_string: 'a', new_string: 'b' }],
    ['search_files', { pattern: 'key', path: 'keys' }],
    ['search_files', { pattern: 'key', path: 'out/.ssh' }],
    ['search_files', { pattern: 'key', path: '../home/.ssh/file' }],
    ['terminal', { command: 'cat keys/file' }],
    ['terminal', { command: 'cat file', workdir: 'keys' }],
    ['terminal', { command: 'cat file', workdir: '../home/.ssh' }],
  ] as const)('to keys needs approval: %s %j', async (name, args) => {
    const { tools, workspace } = await setUpLinks();
    const risks = await assess(tools[name] as Tool, args, contextFor(workspace));
    expect(risks.join()).toMatch(/approval credentials:.*\/home\/\.ssh/);
  });
});
