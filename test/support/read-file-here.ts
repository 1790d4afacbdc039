import { isUtf8 } from 'node:buffer';
import { DocumentError } from '../../src/main/documents/formats/document-error.ts';
import type { ReadFileText } from '../../src/main/documents/read-file-text.ts';

/** Reads text, and says of a PDF what it is: for tests that are not about files. */
export const readFileHere: ReadFileText = (bytes) => {
  const buffer = Buffer.from(bytes);
  if (buffer.includes('%PDF-')) return Promise.resolve(`a PDF of ${buffer.length} bytes`);
  if (!isUtf8(buffer) || buffer.includes(0)) {
    return Promise.reject(new DocumentError('it is neither text nor a document'));
  }
  return Promise.resolve(buffer.toString());
};
