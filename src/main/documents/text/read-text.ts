import { runInThread } from '../../system/threads/run-in-thread.ts';
import {
  decodeUnicode,
  sniffedBytes,
  textKind,
  utf8,
  type DecodedText,
  type TextEncoding,
} from './text-encoding.ts';

/** What the worker is given. */
export interface TextJob {
  bytes: Uint8Array;
  /** Known by its byte order mark; left out: to be found. */
  encoding?: TextEncoding;
}

/** A text that takes longer is none, in milliseconds. */
const timeoutMs = 30_000;

/**
 * Reads a whole file as text, in whatever encoding it is.
 * @returns undefined for what is no text
 * @throws the signal's reason when aborted
 */
export type ReadText = (bytes: Uint8Array, signal: AbortSignal) => Promise<DecodedText | undefined>;

/**
 * Unicode is decoded at once, all else in a thread.
 * @param workerFile absolute path of the built `text-worker.js`
 */
export function createTextReader(workerFile: string): ReadText {
  return async (bytes, signal) => {
    const kind = textKind(bytes.subarray(0, sniffedBytes));
    if (kind === undefined) return undefined;
    const decoded = decodeUnicode(bytes, kind === 'legacy' ? utf8 : kind);
    if (decoded) return decoded;
    const job: TextJob = { bytes, ...(markOnly(kind) ? { encoding: kind } : {}) };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    return (await runInThread(workerFile, job, limit)) as DecodedText;
  };
}

/** What only a byte order mark tells, and the host does not decode. */
function markOnly(kind: TextEncoding | 'legacy'): kind is TextEncoding {
  return kind !== 'legacy' && kind.name.startsWith('UTF-32');
}
