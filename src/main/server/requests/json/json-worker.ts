import { parentPort, workerData } from 'node:worker_threads';
import { ApiError } from '../../errors/api-error.ts';
import { parseJson } from './parse-json.ts';
import type { ParseAnswer } from './parse-in-thread.ts';

/** Runs in a thread of its own: takes the bytes of a JSON text. */
function answer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): ParseAnswer {
  try {
    return { value: parseJson(Buffer.from(buffer, byteOffset, byteLength)) };
  } catch (error) {
    if (error instanceof ApiError) return { problem: error.message };
    throw error;
  }
}

parentPort!.postMessage(answer(workerData as Uint8Array<ArrayBuffer>));
