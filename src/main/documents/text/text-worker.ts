import { parentPort, workerData } from 'node:worker_threads';
import { decodeOther } from './detect-encoding.ts';
import type { TextJob } from './read-text.ts';

// Decodes one text that is in no encoding that the host reads by itself, and ends.
const { bytes, encoding } = workerData as TextJob;
const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
parentPort!.postMessage(decodeOther(buffer, encoding));
