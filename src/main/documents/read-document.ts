import { runInThread } from '../system/threads/run-in-thread.ts';
import type { DocumentKind } from './document-kind.ts';
import { DocumentError } from './formats/document-error.ts';
import type { DocumentText } from './formats/document-to-text.ts';

/** What the worker is given. */
export interface DocumentJob {
  bytes: Uint8Array;
  kind: DocumentKind;
}
/** What it answers: the text, or what is wrong with the document. */
export type DocumentAnswer = DocumentText | { problem: string };

/** A document that takes longer is made to take long, in milliseconds. */
const timeoutMs = 30_000;
/** Far more than a model can read, in characters. */
const longestText = 2_000_000;

/**
 * Makes text of a document.
 * @throws {DocumentError} whose message says what is wrong with it; the signal's reason when aborted
 */
export type ReadDocument = (job: DocumentJob, signal: AbortSignal) => Promise<DocumentText>;

/**
 * Documents are read in a thread, since one can take seconds, or all the memory there is.
 * @param workerFile absolute path of the built `document-worker.js`
 */
export function createDocumentReader(workerFile: string, limitMs = timeoutMs): ReadDocument {
  return async (job, signal) => {
    const limit = AbortSignal.timeout(limitMs);
    const answer = await run(workerFile, job, AbortSignal.any([signal, limit])).catch(
      (error: unknown) => {
        signal.throwIfAborted();
        const { message } = error as Error;
        const why = limit.aborted ? `it takes more than ${limitMs / 1000} s to read` : message;
        throw new DocumentError(why, { cause: error });
      },
    );
    if ('problem' in answer) throw new DocumentError(answer.problem);
    const { format, text } = answer;
    const cut = text.length > longestText;
    return { format, text: cut ? `${text.slice(0, longestText)}\n[cut]` : text };
  };
}

async function run(
  workerFile: string,
  job: DocumentJob,
  signal: AbortSignal,
): Promise<DocumentAnswer> {
  return (await runInThread(workerFile, job, signal)) as DocumentAnswer;
}
