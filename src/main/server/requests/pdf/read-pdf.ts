import path from 'node:path';
import { runInThread } from '../../../system/threads/run-in-thread.ts';
import type { ReadPdf } from '../file-text.ts';

/** A PDF that takes longer is made to take long. */
const timeoutMs = 30_000;
/** Far more than a model can read, in characters. */
const longestText = 1_000_000;

/**
 * Reads PDF files in a thread, since parsing one can take seconds, or all memory there is.
 * @param workers folder of the built worker files
 */
export function createPdfReader(workers: string): ReadPdf {
  return async (bytes) => {
    const worker = path.join(workers, 'pdf-worker.js');
    const pages = (await runInThread(worker, bytes, AbortSignal.timeout(timeoutMs))) as string[];
    const text = pages.join('\n\n').trim();
    if (text === '') throw new Error('it holds no text, only images perhaps');
    return text.length > longestText ? `${text.slice(0, longestText)}\n[cut]` : text;
  };
}
