import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Tool } from '../../../../src/main/agent/tool.ts';
import { createMemoryTool } from '../../../../src/main/agent/tools/knowledge/memory.ts';
import { MemoryStore } from '../../../../src/main/agent/tools/knowledge/memory-store.ts';
import { SkillStore } from '../../../../src/main/agent/tools/knowledge/skill-store.ts';
import { createSkillManageTool } from '../../../../src/main/agent/tools/knowledge/skills.ts';
import { createWriteFileTool } from '../../../../src/main/agent/tools/files/write-file.ts';
import { edit } from '../../../../src/main/agent/tools/patch/edit.ts';
import type { Editor } from '../../../../src/main/agent/tools/patch/editor.ts';
import { createPatchTool } from '../../../../src/main/agent/tools/patch/patch.ts';
import { ProcessRegistry } from '../../../../src/main/agent/tools/terminal/processes.ts';
import { createProcessTool } from '../../../../src/main/agent/tools/terminal/process.ts';
import { createTerminalTool } from '../../../../src/main/agent/tools/terminal/terminal.ts';
import { KeyedMutex } from '../../../../src/main/system/locks/keyed-mutex.ts';
import {
  call,
  callJson,
  contextFor,
  createFolders,
  createShells,
  judgeHere,
  noConfinement,
  readTextHere,
} from '../tools/support.ts';

/** What a model that read "[redacted]" must not bring into a file. */

async function setUp() {
  const folders = await createFolders();
  const { workspace, dataDir } = folders;
  const edits = new KeyedMutex();
  const editor: Editor = (job) => Promise.resolve(edit(job));
  const processes = new ProcessRegistry();
  onTestFinished(() => processes.killAll());
  const terminal = createTerminalTool({
    processes,
    judge: judgeHere.command,
    shells: createShells(),
    confinement: noConfinement,
  });
  const tools: Record<string, Tool> = {
    write_file: createWriteFileTool({ edits, readText: readTextHere }),
    patch: createPatchTool({ edits, editor, readText: readTextHere }),
    memory: createMemoryTool(new MemoryStore(dataDir)),
    skill_manage: createSkillManageTool(new SkillStore(dataDir)),
    terminal,
    process: createProcessTool({ processes, judge: judgeHere.command }),
  } as Record<string, Tool>;
  const context = contextFor(workspace);
  const file = path.join(workspace, '.env');
  await writeFile(file, 'KEY=sk-a3-0123456789abcdef\nMODE=a\n');
  const use = (name: string, args: object) => call(tools[name]!, args as never, context);
  return { ...folders, tools, context, file, use };
}

describe('the mark of a removed key', () => {
  test.each([
    ['write_file', { path: '.env', content: 'KEY=[redacted]\nMODE=b\n' }],
    ['write_file', { path: 'new.env', content: '[redacted]' }],
    ['patch', { path: '.env', old_string: 'MODE=a', new_string: 'MODE=a\nCOPY=[redacted]' }],
    [
      'patch',
      {
        mode: 'patch',
        patch: '*** Begin Patch\n*** Add File: new.env\n+KEY=[redacted]\n*** End Patch',
      },
    ],
    ['patch', { path: '.env', old_string: 'KEY=[redacted]', new_string: 'KEY=none' }],
    [
      'patch',
      {
        mode: 'patch',
        patch:
          '*** Begin Patch\n*** Update File: .env\n KEY=[redacted]\n-MODE=a\n+MODE=b\n*** End Patch',
      },
    ],
    ['terminal', { command: 'cat > .env <<EOF\nKEY=[redacted]\nEOF' }],
    ['terminal', { command: "sed -i 's/^KEY=.*/KEY=[redacted]/' .env", background: true }],
    ['memory', { target: 'memory', action: 'add', content: 'The key is [redacted]' }],
    [
      'skill_manage',
      {
        action: 'create',
        name: 'deploy',
        content: '---\nname: deploy\ndescription: Deploys.\n---\nUse [redacted].\n',
      },
    ],
  ])('is written nowhere by %s %j', async (name, args) => {
    const { use, file } = await setUp();
    const { output } = await use(name, args);
    expect(output).toContain('stands for a key that was taken out');
    expect(await readFile(file, 'utf8')).toBe('KEY=sk-a3-0123456789abcdef\nMODE=a\n');
  });

  test('goes to no process', async () => {
    const { tools, context, use } = await setUp();
    const { session_id } = await callJson(
      tools['terminal']!,
      { command: 'cat', background: true } as never,
      context,
    );
    const { output } = await use('process', { action: 'write', session_id, data: '[redacted]\n' });
    expect(output).toContain('stands for a key');
    await use('process', { action: 'kill', session_id });
  });

  test('may stay where it stood', async () => {
    const { use, workspace } = await setUp();
    const file = path.join(workspace, 'log.md');
    await writeFile(file, 'It says [redacted].\n');
    await use('write_file', { path: 'log.md', content: 'Now: It says [redacted].\n' });
    await use('patch', { path: 'log.md', old_string: 'Now: It says [', new_string: 'It said [' });
    expect(await readFile(file, 'utf8')).toBe('It said [redacted].\n');
    const moved = '*** Begin Patch\n*** Move File: log.md -> moved.md\n*** End Patch';
    await use('patch', { mode: 'patch', patch: moved });
    expect(await readFile(path.join(workspace, 'moved.md'), 'utf8')).toBe('It said [redacted].\n');
    const twice = await use('write_file', { path: 'moved.md', content: '[redacted] [redacted]' });
    expect(twice.error).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('can be meant, as the refusal says', async () => {
    const { use, workspace } = await setUp();
    await mkdir(path.join(workspace, 'src'));
    await writeFile(path.join(workspace, 'src/mark.ts'), "const mark = '[redacted]';\n");
    const { output } = await use('terminal', { command: `grep -rlF "[red''acted]" src` });
    expect(output).toContain('"output":""');
    const meant = await use('terminal', { command: `grep -rlF '[red''acted]' src` });
    expect(meant.output).toContain('src/mark.ts');
  });
});
