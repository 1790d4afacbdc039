import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tool } from '../../../../../src/main/agent/tool.ts';
import { createReadFileTool } from '../../../../../src/main/agent/tools/files/read-file.ts';
import { createWriteFileTool } from '../../../../../src/main/agent/tools/files/write-file.ts';
import { edit } from '../../../../../src/main/agent/tools/patch/edit.ts';
import type { Editor } from '../../../../../src/main/agent/tools/patch/editor.ts';
import { createPatchTool } from '../../../../../src/main/agent/tools/patch/patch.ts';
import { searchInThread } from '../../../../../src/main/agent/tools/search/search-in-thread.ts';
import {
  createSearchEngine,
  createSearchFilesTool,
} from '../../../../../src/main/agent/tools/search/search-files.ts';
import { createTextReader } from '../../../../../src/main/documents/text/read-text.ts';
import { KeyedMutex } from '../../../../../src/main/system/locks/keyed-mutex.ts';
import { buildWorker, type BuiltModule } from '../build-worker.ts';
import { call, contextFor, createFolders, noConfinement, readDocumentHere } from '../support.ts';

/** Files that are not UTF-8, as the tools for files treat them. */

let textWorker: BuiltModule;
let searchWorker: BuiltModule;
beforeAll(async () => {
  textWorker = await buildWorker('documents/text/text-worker');
  searchWorker = await buildWorker('agent/tools/search/search-worker');
}, 120_000);
afterAll(async () => {
  await textWorker.remove();
  await searchWorker.remove();
});

async function setUp() {
  const { workspace } = await createFolders();
  const readText = createTextReader(textWorker.file);
  const edits = new KeyedMutex();
  const editor: Editor = (job) => Promise.resolve(edit(job));
  const tools = {
    read_file: createReadFileTool({ readText, readDocument: readDocumentHere }),
    write_file: createWriteFileTool({ edits, readText }),
    patch: createPatchTool({ edits, editor, readText }),
  };
  const context = contextFor(workspace);
  const file = path.join(workspace, 'file.txt');
  const use = (name: keyof typeof tools, args: object) =>
    call(tools[name] as Tool, { path: 'file.txt', ...args }, context);
  const bytes = () => readFile(file);
  return { workspace, context, file, readText, use, bytes };
}

const german = 'Grüße aus München\r\nStraße 5\r\nkein Ende';
const chinese = '# 配置文件\nname=测试\n说明：这是一个测试文件。\n';
const japanese = 'これはテストファイルです。\n設定を変更してください。\n';
const russian = 'Привет, мир! Это тестовый файл.\nНастройки сервера\n';

/** Encoding as iconv knows it, the text, how reading calls it, what stands before the text. */
const files: [encoding: string, text: string, named: RegExp, mark?: string][] = [
  ['latin1', german, /ISO-8859-1/],
  ['windows-1252', 'Preis: 10 € – „günstig“\n', /windows-1252/],
  ['gbk', chinese, /GBK/],
  ['gb18030', '中文 𠀀 扩展\n这是测试。\n', /GB18030/],
  ['big5', '這是一個測試檔案，請勿刪除。\n', /Big5/],
  ['shift_jis', japanese, /Shift_JIS/],
  ['euc-jp', japanese, /EUC-JP/],
  ['euc-kr', '이것은 테스트 파일입니다. 설정을 변경하십시오.\n', /EUC-KR/],
  ['windows-1251', russian, /windows-1251/],
  ['koi8-r', russian, /KOI8-R/],
  ['utf-16le', `${german}测试`, /UTF-16LE with a byte order mark/, '\ufeff'],
  ['utf-16be', `${german}测试`, /UTF-16BE with a byte order mark/, '\ufeff'],
  ['utf-16le', 'plain text\nof Windows\n', /UTF-16LE\]/],
  ['utf-32le', 'wide\n', /UTF-32LE/, '\ufeff'],
  ['utf-8', 'größer\n测试\n', /UTF-8 with a byte order mark/, '\ufeff'],
];
const encoded = (text: string, encoding: string, mark = ''): Buffer =>
  iconv.encode(mark + text, encoding, { addBOM: false });

describe.each(files)('a file in %s %#', (encoding, text, named, mark) => {
  test('is read as what it says, and reading tells in which encoding it is', async () => {
    const { file, use } = await setUp();
    await writeFile(file, encoded(text, encoding, mark));
    const { output, error } = await use('read_file', {});
    expect(error).toBeFalsy();
    expect(output).toMatch(named);
    const lines = text.split(/\r?\n/).filter((line, at, all) => line || at < all.length - 1);
    for (const [index, line] of lines.entries()) expect(output).toContain(`${index + 1}|${line}\n`);
  });

  test('is patched in it', async () => {
    const { file, use, bytes } = await setUp();
    await writeFile(file, encoded(text, encoding, mark));
    const old = text.split(/\r?\n/)[0]!.slice(-4);
    const { output, error } = await use('patch', { old_string: old, new_string: `${old} new` });
    expect(error, output).toBeFalsy();
    const expected = text.replace(old, `${old} new`);
    expect((await bytes()).toString('hex')).toBe(encoded(expected, encoding, mark).toString('hex'));
  });

  test('is written anew in it', async () => {
    const { file, use, bytes } = await setUp();
    await writeFile(file, encoded(text, encoding, mark));
    const { output } = await use('write_file', { content: 'x = 1\ny = 2\n' });
    expect(output).toMatch(/as before|UTF-8/);
    const ends = text.includes('\r\n') ? '\r\n' : '\n';
    const expected = `x = 1${ends}y = 2${ends}`;
    expect((await bytes()).toString('hex')).toBe(encoded(expected, encoding, mark).toString('hex'));
  });
});

describe('what the encoding of a file does not have', () => {
  test.each([
    ['latin1', german, 'write_file', { content: '10 €\n' }, 'iconv -f ISO-8859-1'],
    ['latin1', german, 'patch', { old_string: 'Straße', new_string: '街' }, '"街"'],
    ['gbk', chinese, 'write_file', { content: '测试 😀\n' }, '"😀" (line 1)'],
    ['gbk', chinese, 'patch', { old_string: 'name=', new_string: 'name=😀' }, '"😀" (line 2)'],
  ] as const)('is not written: %s %s', async (encoding, text, name, args, told) => {
    const { file, use, bytes } = await setUp();
    const before = encoded(text, encoding);
    await writeFile(file, before);
    const { output, error } = await use(name, args);
    expect(error).toBe(true);
    expect(output).toContain(told);
    expect(output).toMatch(/^Nothing was (written|changed)/);
    expect(await bytes()).toEqual(before);
  });

  test('half a character is not written, nor what stands for a lost one', async () => {
    const { use, bytes } = await setUp();
    expect((await use('write_file', { content: 'a\ud83d' })).error).toBe(true);
    expect((await use('write_file', { content: 'gr\ufffd\ufffde' })).output).toContain('U+FFFD');
    await expect(bytes()).rejects.toThrow('ENOENT');
  });
});

describe('UTF-8', () => {
  test('is found out to be another encoding wherever that shows', async () => {
    const { file, use } = await setUp();
    const text = `${'ascii line\n'.repeat(2_000)}Grüße aus Köln\n`;
    await writeFile(file, Buffer.from(text, 'latin1'));
    const { output } = await use('read_file', { offset: 2_001 });
    expect(output).toContain('2001|Grüße aus Köln\n[End of file: 2001 lines; ISO-8859-1]');
  });

  test('with a few broken bytes is read as such, and not changed', async () => {
    const { file, use, bytes } = await setUp();
    const before = Buffer.concat([
      Buffer.from('größer, schöner, müder\nwörter\n'),
      Buffer.of(0xff),
    ]);
    await writeFile(file, before);
    const { output } = await use('read_file', {});
    expect(output).toContain('1|größer, schöner, müder\n2|wörter\n3|\ufffd\n');
    expect(output).toContain('some bytes are broken');
    const patched = await use('patch', { old_string: 'wörter', new_string: 'x' });
    expect(patched.output).toContain('broken bytes');
    expect(await bytes()).toEqual(before);
  });

  test('that is split by the chunks it is read in stays whole', async () => {
    const { file, use } = await setUp();
    await writeFile(
      file,
      `${'a'.repeat(1024 * 1024 - 1)}\u00fc\n${'\u6d4b'.repeat(400_000)}\nend\n`,
    );
    expect((await use('read_file', { offset: 3 })).output).toBe('3|end\n[End of file: 3 lines]');
  });

  test('with a byte order mark and CRLF is patched at its first line', async () => {
    const { file, use, bytes } = await setUp();
    await writeFile(file, '\ufeffone\r\ntwo');
    await use('patch', { old_string: 'one\ntwo', new_string: '1\n2' });
    expect((await bytes()).toString()).toBe('\ufeff1\r\n2');
  });
});

test('binary files are still none', async () => {
  const { file, use } = await setUp();
  await writeFile(file, Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 7 + 1) % 256)));
  expect((await use('read_file', {})).output).toContain('binary');
  await writeFile(file, Buffer.from(Array.from({ length: 512 }, (_, i) => 1 + ((i * 7) % 255))));
  expect((await use('read_file', {})).output).toContain('binary');
});

describe.each([
  ['a worker thread', () => searchInThread(searchWorker.file)],
  [
    'the engine of the host',
    () => createSearchEngine(searchWorker.file, () => process.env as never, noConfinement.enclose),
  ],
])('a search by %s', (_, engine) => {
  test.each([
    ['latin1', german, 'aus M', '  1: Grüße aus München'],
    ['latin1', german, 'Straße', '  2: Straße 5'],
    ['gbk', chinese, 'name', '  2: name=测试'],
    ['gbk', chinese, '测试', '  2: name=测试'],
    ['utf-16le', `\ufeff${german}`, '5', '  2: Straße 5'],
    ['shift_jis', japanese, '設定', '  2: 設定を変更してください。'],
  ])('finds in %s %#', async (encoding, text, pattern, line) => {
    const { workspace, context, readText } = await setUp();
    await mkdir(path.join(workspace, 'sub'));
    await writeFile(path.join(workspace, 'sub/old.txt'), encoded(text, encoding));
    const tool = createSearchFilesTool({ engine: engine(), readText });
    const { output } = await call(tool, { pattern }, context);
    expect(output.split('\n').slice(0, 2)).toEqual(['sub/old.txt', line]);
  });
});
