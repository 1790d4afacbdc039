import path from 'node:path';
import { documentKind } from './document-kind.ts';
import { DocumentError } from './formats/document-error.ts';
import { createDocumentReader } from './read-document.ts';
import { createTextReader } from './text/read-text.ts';

/** A time-out of its own ends what nobody waits for any more. */
const never = new AbortController().signal;

/**
 * Makes text of a file that somebody sent, whatever its format and encoding.
 * @throws {DocumentError} whose message says what is wrong with it
 */
export type ReadFileText = (bytes: Uint8Array, name: string | undefined) => Promise<string>;

/**
 * Documents by their readers, all else as text.
 * @param workers folder of the built worker files
 */
export function createFileReader(workers: string): ReadFileText {
  const readDocument = createDocumentReader(path.join(workers, 'document-worker.js'));
  const readText = createTextReader(path.join(workers, 'text-worker.js'));
  return async (bytes, name = '') => {
    const kind = documentKind(bytes, name);
    if (kind) return (await readDocument({ bytes, kind }, never)).text;
    const decoded = await readText(bytes, never);
    if (!decoded) {
      throw new DocumentError(
        'it is neither text nor a PDF, Word, Excel, PowerPoint, OpenDocument or EPUB file',
      );
    }
    return decoded.text;
  };
}
