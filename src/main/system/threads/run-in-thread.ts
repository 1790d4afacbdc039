import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Memory of a worker, in MiB. */
const workerMemory = 1024;

/**
 * Runs a job in a worker thread of its own; resolves to the first message it posts.
 * @param workerFile absolute path of the built file
 * @param handedOver buffers in the data that are transferred, not copied
 * @throws what the worker throws; the signal's reason when aborted
 */
export async function runInThread(
  workerFile: string,
  workerData: unknown,
  signal: AbortSignal,
  handedOver: ArrayBuffer[] = [],
): Promise<unknown> {
  signal.throwIfAborted();
  const resourceLimits = { maxOldGenerationSizeMb: workerMemory };
  const worker = new Worker(workerFile, {
    workerData,
    resourceLimits,
    transferList: handedOver,
  });
  const ended = new AbortController();
  try {
    const [message] = await Promise.race([
      once(worker, 'message', { signal: AbortSignal.any([signal, ended.signal]) }),
      once(worker, 'exit', { signal: ended.signal }).then(() => {
        throw new Error(`${workerFile} ended without an answer`);
      }),
    ]);
    return message as unknown;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    ended.abort();
    await worker.terminate();
  }
}
