import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEditor } from '../../../../../src/main/agent/tools/patch/editor.ts';
import { edit } from '../../../../../src/main/agent/tools/patch/edit.ts';
import { KeyedMutex } from '../../../../../src/main/system/locks/keyed-mutex.ts';
import { createPatchTool } from '../../../../../src/main/agent/tools/patch/patch.ts';
import { buildWorker, type BuiltModule } from '../build-worker.ts';
import {
  assess,
  call,
  contextFor,
  createFolders,
  readTextHere,
  withLongestStall,
} from '../support.ts';

let worker: BuiltModule;
beforeAll(async () => {
  worker = await buildWorker('agent/tools/patch/edit-worker');
});
afterAll(() => worker.remove());

async function setUp() {
  const folders = await createFolders();
  const context = contextFor(folders.workspace);
  const tool = createPatchTool({
    edits: new KeyedMutex(),
    editor: createEditor(worker.file),
    readText: readTextHere,
  });
  const at = (...parts: string[]) => path.join(folders.workspace, ...parts);
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  };
  const read = (name: string) => readFile(at(name), 'utf8');
  const replace = (old_string: string, new_string: string, replace_all = false, name = 'a.txt') =>
    call(tool, { path: name, old_string, new_string, replace_all }, context);
  const patch = (...lines: string[]) =>
    call(
      tool,
      { mode: 'patch', patch: ['*** Begin Patch', ...lines, '*** End Patch'].join('\n') },
      context,
    );
  return { ...folders, context, tool, at, write, read, replace, patch };
}

describe('patch, mode replace', () => {
  test('replaces the one place and answers with a unified diff', async () => {
    const { write, read, replace } = await setUp();
    await write('a.txt', 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n');
    expect(await replace('five', 'FIVE')).toEqual({
      output: [
        '--- a/a.txt',
        '+++ b/a.txt',
        '@@ -2,7 +2,7 @@',
        ' two',
        ' three',
        ' four',
        '-five',
        '+FIVE',
        ' six',
        ' seven',
        ' eight',
      ].join('\n'),
    });
    expect(await read('a.txt')).toContain('four\nFIVE\nsix');
  });

  test('takes what it puts there as it is: no pattern, no $&', async () => {
    const { write, read, replace } = await setUp();
    await write('a.txt', 'price\n');
    await replace('price', "$& $1 $'");
    expect(await read('a.txt')).toBe("$& $1 $'\n");
  });

  test('refuses a text that stands in several places, naming the lines', async () => {
    const { write, read, replace } = await setUp();
    await write('a.txt', 'x = 1\ny = 2\nx = 1\n');
    const result = await replace('x = 1', 'x = 3');
    expect(result).toMatchObject({ error: true, output: expect.stringContaining('lines 1, 3') });
    expect(await read('a.txt')).toBe('x = 1\ny = 2\nx = 1\n');
    expect((await replace('x = 1', 'x = 3', true)).error).toBeUndefined();
    expect(await read('a.txt')).toBe('x = 3\ny = 2\nx = 3\n');
  });

  test('overlooks other whitespace when nothing is exactly so, and indents as the file does', async () => {
    const { write, read, replace } = await setUp();
    await write('a.txt', 'class A {\n    run() {   \n        go();\n    }\n}\n');
    expect(
      await replace('run() {\n    go();\n}', 'run() {\n    stop();\n    go();\n}'),
    ).toMatchObject({
      output: expect.stringContaining('stop'),
    });
    expect(await read('a.txt')).toBe(
      'class A {\n    run() {\n        stop();\n        go();\n    }\n}\n',
    );
  });

  test('prefers the place that is exactly so to one that is nearly so', async () => {
    const { write, read, replace } = await setUp();
    await write('a.txt', '  go();\n\tgo();\n');
    await replace('\tgo();', '\tstop();');
    expect(await read('a.txt')).toBe('  go();\n\tstop();\n');
  });

  test('refuses a place that is nearly so when there are several', async () => {
    const { write, replace } = await setUp();
    await write('a.txt', '  f(a,  b);\n x\n    f(a,  b);\n');
    expect(await replace('f(a, b);', 'g();')).toMatchObject({
      error: true,
      output: expect.stringContaining('lines 1, 3'),
    });
  });

  test('says where something like it stands when it finds nothing', async () => {
    const { write, replace } = await setUp();
    await write('a.txt', 'function f() {\n  return 1;\n}\n');
    expect((await replace('function f() {\n  return 2;\n}', 'x')).output).toContain(
      'stands at lines 1',
    );
    expect((await replace('nowhere', 'x')).output).toContain('It is not in the file');
    expect((await replace('', 'x')).output).toContain('old_string is empty');
    expect((await replace('return 1;', 'return 1;')).output).toContain('the same');
    expect((await replace('a', 'b', false, 'a.tx')).output).toContain('a.txt');
  });

  test('keeps CRLF line ends, whichever the model writes', async () => {
    const { write, read, replace } = await setUp();
    await write('a.txt', 'one\r\ntwo\r\nthree\r\n');
    await replace('one\ntwo', 'one\n1.5\ntwo');
    expect(await read('a.txt')).toBe('one\r\n1.5\r\ntwo\r\nthree\r\n');
    await replace('1.5\r\ntwo', '2');
    expect(await read('a.txt')).toBe('one\r\n2\r\nthree\r\n');
  });

  test('keeps a byte order mark, the mode and the link', async () => {
    const { write, replace, read, at } = await setUp();
    await write('real.sh', '\ufeffecho one\n');
    await chmod(at('real.sh'), 0o755);
    await symlink('real.sh', at('a.txt'));
    await replace('one', 'two');
    expect(await read('real.sh')).toBe('\ufeffecho two\n');
    expect((await stat(at('real.sh'))).mode & 0o777).toBe(0o755);
    expect((await readdir(at())).toSorted()).toEqual(['a.txt', 'real.sh']);
  });

  test('refuses what is no text, and text that it could not write back', async () => {
    const { write, replace } = await setUp();
    await write(
      'a.txt',
      Buffer.concat([Buffer.from('größer als ähnliche Wörter'), Buffer.from([0xff])]),
    );
    expect((await replace('als', 'wie')).output).toContain('broken bytes');
    await write('a.txt', Buffer.from([1, 0, 2]));
    expect((await replace('gr', 'x')).output).toContain('binary');
  });

  test('edits of one file at the same time all take effect', async () => {
    const { write, read, replace } = await setUp();
    await write('a.txt', Array.from({ length: 20 }, (_, i) => `value ${i}.\n`).join(''));
    await Promise.all(Array.from({ length: 20 }, (_, i) => replace(`value ${i}.`, `new ${i}.`)));
    expect(await read('a.txt')).not.toContain('value');
  });

  test('a large change of a large file does not stall the event loop', async () => {
    const { write, replace, read } = await setUp();
    const lines = Array.from({ length: 60_000 }, (_, i) => `line ${i} with some words`);
    await write('a.txt', `${lines.join('\n')}\n`);
    const { result, stall } = await withLongestStall(() => replace('7 with', '7 WITH', true));
    expect(result.error).toBeUndefined();
    expect(result.output.length).toBeLessThan(21_000);
    expect(await read('a.txt')).toContain('line 59997 WITH some');
    expect(stall).toBeLessThan(0.5);
  });

  test('asks before it changes a file outside the workspace', async () => {
    const { tool, context, root } = await setUp();
    const old = { old_string: 'a', new_string: 'b' };
    expect(await assess(tool, { path: 'a.txt', ...old }, context)).toEqual([]);
    expect(await assess(tool, { path: '../b', ...old }, context)).toEqual([
      `approval write-outside: the file tools (writes ${path.join(root, 'b')})`,
    ]);
    const patch = `*** Begin Patch\n*** Update File: a\n*** Move to: ../moved\n*** Delete File: ../gone\n*** End Patch`;
    expect(await assess(tool, { mode: 'patch', patch }, context)).toEqual([
      `approval write-outside: the file tools (writes ${path.join(root, 'moved')})`,
      `approval write-outside: the file tools (writes ${path.join(root, 'gone')})`,
    ]);
  });
});

describe('patch, mode patch', () => {
  test('changes, adds, deletes and moves files', async () => {
    const { write, read, patch, at } = await setUp();
    await write('change.py', 'def f():\n    return 1\n\ndef g():\n    return 1\n');
    await write('gone.txt', 'bye\n');
    await write('old/name.sh', 'echo\n');
    await chmod(at('old/name.sh'), 0o755);
    const { output } = await patch(
      '*** Update File: change.py',
      '@@ def g():',
      '-    return 1',
      '+    return 2',
      '*** Add File: new/file.txt',
      '+one',
      '+',
      '+three',
      '*** Delete File: gone.txt',
      '*** Move File: old/name.sh -> new/name.sh',
    );
    expect(output).toContain(
      'Changed change.py. Added new/file.txt. Deleted gone.txt. Moved old/name.sh to new/name.sh.',
    );
    expect(output).toContain('-    return 1\n+    return 2');
    expect(output).toContain('--- /dev/null\n+++ b/new/file.txt');
    expect(await read('change.py')).toBe('def f():\n    return 1\n\ndef g():\n    return 2\n');
    expect(await read('new/file.txt')).toBe('one\n\nthree\n');
    expect((await stat(at('new/name.sh'))).mode & 0o777).toBe(0o755);
    expect((await readdir(at())).toSorted()).toEqual(['change.py', 'new', 'old']);
    expect(await readdir(at('old'))).toEqual([]);
  });

  test('changes a file and moves it, as Codex writes that', async () => {
    const { write, read, patch } = await setUp();
    await write('a.txt', 'one\ntwo\n');
    await patch('*** Update File: a.txt', '*** Move to: b.txt', '@@', ' one', '-two', '+2');
    expect(await read('b.txt')).toBe('one\n2\n');
    await expect(read('a.txt')).rejects.toThrow('ENOENT');
  });

  test('changes nothing when one operation does not fit, and says which', async () => {
    const { write, read, patch, at } = await setUp();
    await write('a.txt', 'one\n');
    await write('b.txt', 'two\n');
    const result = await patch(
      '*** Update File: a.txt',
      '-one',
      '+1',
      '*** Add File: c.txt',
      '+x',
      '*** Update File: b.txt',
      '-absent',
      '+x',
    );
    expect(result).toMatchObject({
      error: true,
      output: expect.stringMatching(/^Nothing was changed. b.txt: change does not fit/),
    });
    expect(await read('a.txt')).toBe('one\n');
    expect((await readdir(at())).toSorted()).toEqual(['a.txt', 'b.txt']);
  });

  test('undoes what it did when writing fails halfway', async () => {
    const { write, read, patch, at } = await setUp();
    await write('a.txt', 'one\n');
    await write('folder/keep.txt', 'x\n');
    const result = await patch(
      '*** Update File: a.txt',
      '-one',
      '+1',
      '*** Add File: n.txt',
      '+n',
      `*** Add File: ${'x'.repeat(300)}`,
      '+x',
    );
    expect(result.error).toBe(true);
    expect(await read('a.txt')).toBe('one\n');
    expect((await readdir(at())).toSorted()).toEqual(['a.txt', 'folder']);
  });

  test.each([
    [['*** Add File: a.txt', '+x'], 'there already'],
    [['*** Delete File: none.txt'], 'There is no'],
    [['*** Update File: none.txt', '-a', '+b'], 'There is no'],
    [['*** Move File: a.txt -> b.txt'], 'would overwrite'],
    [['*** Update File: a.txt', ' one'], 'changes nothing'],
    [['*** Add File: n.txt', 'no plus'], 'Line 3 of the patch'],
    [['-a'], 'is not expected here'],
    [['*** Rename File: a'], 'is not expected here'],
    [[], 'nothing in it'],
    [['*** Update File: a.txt', '@@ absent anchor', '-one', '+1'], 'no line "absent anchor"'],
    [['*** Update File: twice.txt', '-same', '+x'], '2 places, at lines 1, 3'],
    [['*** Update File: a.txt', '-', '+x'], 'blank lines alone'],
  ])('refuses %j', async (lines, message) => {
    const { write, read, patch } = await setUp();
    await write('a.txt', 'one\n\n');
    await write('b.txt', 'two\n');
    await write('twice.txt', 'same\nx\nsame\n');
    expect(await patch(...lines)).toMatchObject({
      error: true,
      output: expect.stringContaining(message),
    });
    expect(await read('a.txt')).toBe('one\n\n');
  });

  test('finds its place by anchors, by line numbers and by the end of the file', async () => {
    const { write, read, patch } = await setUp();
    const text = [
      'class A:',
      '  def run():',
      '    go()',
      'class B:',
      '  def run():',
      '    go()',
      '',
    ];
    await write('a.txt', text.join('\n'));
    await patch(
      '*** Update File: a.txt',
      '@@ class B:',
      '@@   def run():',
      '-    go()',
      '+    b()',
    );
    expect(await read('a.txt')).toBe(text.join('\n').replace(/go\(\)\n$/, 'b()\n'));
    await write('a.txt', text.join('\n'));
    await patch('*** Update File: a.txt', '@@ -6,1 +6,1 @@', '-    go()', '+    b()');
    expect(await read('a.txt')).toBe(text.join('\n').replace(/go\(\)\n$/, 'b()\n'));
    await write('a.txt', text.join('\n'));
    await patch('*** Update File: a.txt', '-    go()', '+    b()', '*** End of File');
    expect(await read('a.txt')).toBe(text.join('\n').replace(/go\(\)\n$/, 'b()\n'));
  });

  test('inserts below an anchor, and at the end without one', async () => {
    const { write, read, patch } = await setUp();
    await write('a.txt', 'import a\n\nmain()\n');
    await patch('*** Update File: a.txt', '@@ import a', '+import b');
    await patch('*** Update File: a.txt', '+end()');
    expect(await read('a.txt')).toBe('import a\nimport b\n\nmain()\nend()\n');
  });

  test('takes a patch without its frame, with blank context lines and CRLF', async () => {
    const { write, read, tool, context } = await setUp();
    await write('a.txt', 'one\n\ntwo\n');
    const patch = '*** Update File: a.txt\r\n@@\r\n one\r\n\r\n-two\r\n+2\r\n';
    await call(tool, { mode: 'patch', patch }, context);
    expect(await read('a.txt')).toBe('one\n\n2\n');
  });

  test('several changes of one file, also in two sections', async () => {
    const { write, read, patch } = await setUp();
    await write('a.txt', '1\n2\n3\n4\n5\n');
    await patch(
      '*** Update File: a.txt',
      '@@',
      '-1',
      '+one',
      '@@',
      '-4',
      '+four',
      '*** Update File: a.txt',
      '-five',
      '+5',
      '-5',
      '+FIVE',
    );
    expect(await read('a.txt')).toBe('1\n2\n3\n4\n5\n');
    await patch(
      '*** Update File: a.txt',
      '-1',
      '+one',
      '@@',
      '-4',
      '+four',
      '*** Update File: a.txt',
      '-5',
      '+five',
    );
    expect(await read('a.txt')).toBe('one\n2\n3\nfour\nfive\n');
  });
});

test('the diff that is answered leads from the old text to the new one', () => {
  const word = fc.constantFrom('a', 'b', '', 'c d', '  e');
  const text = fc.array(word, { maxLength: 40 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const names = { before: 'x', after: 'x' };
      const outcome = edit({ text: before, change: { kind: 'text', text: after }, names });
      if ('problem' in outcome) throw new Error(outcome.problem);
      expect(applyPatch(before, outcome.diff)).toBe(after);
    }),
    { numRuns: 300 },
  );
});
