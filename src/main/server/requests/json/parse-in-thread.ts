import path from 'node:path';
import { runInThread } from '../../../system/threads/run-in-thread.ts';
import { invalidRequest } from '../../errors/api-error.ts';

/** What the thread answers: the value, or what is wrong with the text. */
export type ParseAnswer = { value: unknown } | { problem: string };

/**
 * Parses a JSON text and takes its bytes away: they must be all of their memory, and not be used again.
 * Rejects as `parseJson` throws.
 */
export type ParseInThread = (bytes: Buffer<ArrayBuffer>) => Promise<unknown>;

/** Some hundred times what the largest body takes. */
const timeoutMs = 30_000;

/**
 * Parses large JSON texts in a thread, one after the other: parsing tens of megabytes holds up a
 * thread for a tenth of a second, and the host has others to answer. Taking the value back takes a
 * third of that.
 * @param workers folder of the built worker files
 */
export function createJsonParser(workers: string): ParseInThread {
  const worker = path.join(workers, 'json-worker.js');
  let last: Promise<unknown> = Promise.resolve();
  const parse: ParseInThread = async (bytes) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = (await runInThread(worker, bytes, signal, [bytes.buffer])) as ParseAnswer;
    if ('problem' in answer) throw invalidRequest(answer.problem);
    return answer.value;
  };
  return (bytes) => {
    const parsed = last.then(() => parse(bytes));
    const over = (): void => {};
    last = parsed.then(over, over);
    return parsed;
  };
}
