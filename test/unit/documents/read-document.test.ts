import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { documentKind } from '../../../src/main/documents/document-kind.ts';
import { createDocumentReader } from '../../../src/main/documents/read-document.ts';
import { createFileReader } from '../../../src/main/documents/read-file-text.ts';
import { pdfOf } from '../../support/pdf-of.ts';

/** `npm test` builds the workers first. */
const workers = path.resolve(import.meta.dirname, '../../../out/main');
const worker = path.join(workers, 'document-worker.js');
const documents = path.resolve(import.meta.dirname, '../../support/documents');
const { signal } = new AbortController();

const readDocument = createDocumentReader(worker);
const read = (bytes: Buffer, name = '') =>
  readDocument({ bytes, kind: documentKind(bytes, name)! }, signal);

/** Files as python-docx, openpyxl, python-pptx, odfpy, EbookLib, ReportLab and nbformat write them. */
const expected: Record<string, [format: string, ...texts: string[]]> = {
  'pages.pdf': ['PDF', 'The word is kumquat.\n\nSecond page'],
  'report.docx': [
    'Word document',
    '# Quarterly report\n\nGröße und 测试 in one line.',
    '-   First point',
    '| City | People |\n| --- | --- |\n| Köln | 1\\|084 |',
  ],
  'budget.xlsx': [
    'Excel workbook',
    '## Sheet: Budget\n\n| Item | Cost | When | Paid |\n| Tea & cake | 12.5 | 2026-11-28 | true |',
    '## Sheet: Empty\n\n(empty)',
    '## Sheet: Größen\n\n| 测试 | 3 |',
  ],
  'tea.pptx': [
    'PowerPoint presentation',
    '## Slide 1\n\nNumbers\n\n| Year | Cups |\n| 2026 | 1000 |\n\n## Slide 2\n\nWhy tea\n\nIt is warm\nIt is cheap\n\nNotes: Smile here.',
  ],
  'letter.odt': [
    'OpenDocument file',
    '# Letter\n\nDear   reader,\nGrüße\n\n- one\n- two',
    '| 1 | 2 |',
  ],
  'prices.ods': ['OpenDocument file', '### Prices\n\n| Tea | 3 |'],
  'book.epub': [
    'EPUB book',
    '# A Small Book',
    '# Chapter Two\n\nNothing **more**.\n\n# Chapter One',
  ],
  'notes.ipynb': [
    'Jupyter notebook',
    '[Cell 1: markdown]\n# Title\ntext',
    '[Cell 2: code]\n```python\n1+1\n```\nOutput:\n```\n2\n```',
    'NameError: x',
  ],
};

describe('a document', () => {
  it.each(Object.entries(expected))('%s becomes text', async (name, [format, ...texts]) => {
    const document = await read(readFileSync(path.join(documents, name)), name);
    expect(document.format).toBe(format);
    for (const text of texts) expect(document.text).toContain(text);
  });

  it('leaves the thread of the host alone meanwhile', async () => {
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    await read(pdfOf('x'));
    clearImmediate(next);
    expect(turns).toBeGreaterThan(10);
  });

  it('is not waited for when nobody waits any more', async () => {
    const abort = new AbortController();
    const reading = readDocument({ bytes: pdfOf('x'), kind: 'pdf' }, abort.signal);
    abort.abort(new Error('left'));
    await expect(reading).rejects.toThrow('left');
  });
});

const zip = (files: Record<string, string | Uint8Array>, level: 0 | 9 = 9): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]),
      ),
      { level },
    ),
  );

/** Says of each file in an archive that it unpacks to one byte. */
function lying(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf('PK\x01\x02'); at !== -1; at = copy.indexOf('PK\x01\x02', at + 4)) {
    copy.writeUInt32LE(1, at + 24);
  }
  return copy;
}

describe('a file that no text can be made of says why:', () => {
  const bomb = () => Buffer.alloc(300 * 1024 * 1024, 'a');
  test.each<[string, () => Buffer, RegExp]>([
    ['a PDF of pictures', () => pdfOf(''), /holds no text/],
    ['what only looks like a PDF', () => Buffer.from('%PDF-1.4 and then nothing'), /PDF/],
    ['an archive', () => zip({ 'a.txt': 'x' }), /ZIP archive and no document/],
    ['a damaged archive', () => zip({ 'word/document.xml': '<a/>' }).subarray(0, 40), /damaged/],
    ['a Word file without content', () => zip({ 'word/document.xml': '<a/>' }), /damaged|no text/],
    ['a Word file of nonsense', () => zip({ 'word/document.xml': 'no XML' }), /damaged|no text/],
    ['an Excel file of nonsense', () => zip({ 'xl/workbook.xml': '<a' }), /damaged|no text/],
    ['a presentation of nothing', () => zip({ 'ppt/presentation.xml': '' }), /no text/],
    ['a book without chapters', () => zip({ 'META-INF/container.xml': '<a/>' }), /chapters/],
    ['a bomb', () => zip({ 'word/document.xml': bomb() }), /too large unpacked/],
    ['a bomb that lies', () => lying(zip({ 'word/document.xml': bomb() })), /damaged|no text/],
    [
      'a bomb of many files',
      () => zip(Object.fromEntries(Array.from({ length: 25_000 }, (_, i) => [`${i}.xml`, ''])), 0),
      /too large/,
    ],
    ['an old Word file', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), /binary format of old/],
  ])('%s', async (_what, bytes, problem) => {
    await expect(read(bytes())).rejects.toThrow(problem);
  });

  test('a notebook that is none', async () => {
    await expect(read(Buffer.from('{"cells": 1}'), 'x.ipynb')).rejects.toThrow('no Jupyter');
  });

  test('entities that multiply', async () => {
    const entities = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`,
    );
    const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">${entities.join('')}]><office:document-content><office:body><text:p>&e9;</text:p></office:body></office:document-content>`;
    const { text } = await read(zip({ 'content.xml': xml }));
    expect(text.length).toBeLessThan(1_000);
  });

  test('one that takes too long', async () => {
    const slow = createDocumentReader(worker, 1);
    await expect(slow({ bytes: pdfOf('x'), kind: 'pdf' }, signal)).rejects.toThrow(
      'takes more than',
    );
  });
});

describe('a file that was sent', () => {
  const readFile = createFileReader(workers);
  it('is text in any encoding, or a document', async () => {
    expect(await readFile(Buffer.from('\ufeffGrüße'), 'a.txt')).toBe('Grüße');
    expect(await readFile(Buffer.from('Grüße aus München', 'latin1'), 'a.txt')).toBe(
      'Grüße aus München',
    );
    expect(await readFile(pdfOf('word'), undefined)).toBe('word');
    expect(await readFile(readFileSync(path.join(documents, 'tea.pptx')), 'tea.pptx')).toContain(
      'It is warm',
    );
    await expect(readFile(Buffer.from([0, 1, 2, 255]), 'x')).rejects.toThrow('neither text nor');
  });
});
