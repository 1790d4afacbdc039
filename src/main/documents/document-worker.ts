import { parentPort, workerData } from 'node:worker_threads';
import { DocumentError } from './formats/document-error.ts';
import { documentToText } from './formats/document-to-text.ts';
import type { DocumentAnswer, DocumentJob } from './read-document.ts';

// Makes text of one document, and ends.
const { bytes, kind } = workerData as DocumentJob;
async function answer(): Promise<DocumentAnswer> {
  try {
    return await documentToText(bytes, kind);
  } catch (error) {
    if (error instanceof DocumentError) return { problem: error.message };
    throw error;
  }
}
parentPort!.postMessage(await answer());
