import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Slots } from '../../../system/slots.ts';
import {
  searchTimeoutMs,
  type Finding,
  type SearchEnd,
  type SearchEngine,
  type SearchRequest,
} from './search.ts';

/** What the worker is given. */
export interface SearchWorkerData {
  request: SearchRequest;
  /** Batches sent and not yet read, shared with the host: the worker waits when there are many. */
  unread: Int32Array;
}

/** What the worker sends; the last one is `end` or `problem`. */
export type SearchWorkerMessage =
  | { type: 'findings'; findings: Finding[] }
  | { type: 'end'; skipped: number }
  | { type: 'problem'; message: string };

/** Memory of the worker, in MiB. */
const workerMemory = 512;

/**
 * Searches in a worker thread, which never blocks the host and can be stopped in the middle of a
 * regular expression. One core is left to the host, which carries every client's stream: more
 * searches wait their turn.
 * @param workerFile absolute path of the built `search-worker.js`
 */
export function searchInThread(workerFile: string, timeoutMs = searchTimeoutMs): SearchEngine {
  const cores = new Slots(() => Math.max(1, availableParallelism() - 1));
  const search: SearchEngine = async (request, onFindings, signal) => {
    const unread = new Int32Array(new SharedArrayBuffer(4));
    const workerData: SearchWorkerData = { request, unread };
    const resourceLimits = { maxOldGenerationSizeMb: workerMemory };
    const worker = new Worker(workerFile, { workerData, resourceLimits });
    const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await new Promise<SearchEnd>((resolve, reject) => {
        const onStop = (): void => {
          if (signal.aborted) reject(signal.reason as Error);
          else resolve({ tookTooLong: true });
        };
        stop.addEventListener('abort', onStop, { once: true });
        worker.on('error', reject);
        worker.on('exit', () => reject(new Error('The search thread ended before its search')));
        worker.on('message', (message: SearchWorkerMessage) => {
          switch (message.type) {
            case 'findings':
              Atomics.sub(unread, 0, 1);
              Atomics.notify(unread, 0);
              if (!onFindings(message.findings)) resolve({});
              break;
            case 'end':
              resolve({ skipped: message.skipped });
              break;
            case 'problem':
              resolve({ problem: message.message });
              break;
          }
        });
      });
    } finally {
      worker.removeAllListeners('message');
      await worker.terminate();
    }
  };
  return async (request, onFindings, signal) => {
    const release = await cores.acquire(signal);
    try {
      return await search(request, onFindings, signal);
    } finally {
      release();
    }
  };
}
