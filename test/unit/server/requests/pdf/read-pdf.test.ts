import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPdfReader } from '../../../../../src/main/server/requests/pdf/read-pdf.ts';
import { pdfOf } from '../../../../support/pdf-of.ts';

/** `npm test` builds the worker first. */
const readPdf = createPdfReader(path.resolve(import.meta.dirname, '../../../../../out/main'));

describe('reading a PDF', () => {
  it('gives the text of all pages', async () => {
    expect(await readPdf(pdfOf('The word is kumquat.', 'Second page'))).toBe(
      'The word is kumquat.\n\nSecond page',
    );
  });

  it('says so when there is no text in it', async () => {
    await expect(readPdf(pdfOf(''))).rejects.toThrow('holds no text');
  });

  it('fails for what only looks like one', async () => {
    await expect(readPdf(Buffer.from('%PDF-1.4 and then nothing'))).rejects.toThrow(/PDF/);
  });

  it('leaves the thread of the host alone meanwhile', async () => {
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    await readPdf(pdfOf('x'));
    clearImmediate(next);
    expect(turns).toBeGreaterThan(10);
  });
});
