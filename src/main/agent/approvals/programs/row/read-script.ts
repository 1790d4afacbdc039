import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { unknown } from '../../shell/words/text.ts';

/** Bytes of a file that are read at most; a longer shell script is not judged but asked about. */
const maxScriptBytes = 262_144;

/** Files that cannot be scripts, or would block: devices, `/proc`. */
const special = /^\/(dev|proc|sys)\//;

/**
 * The text of a file that is about to be run; undefined when there is none to judge: missing, binary
 * or a device. Longer ones end with an unknown rest.
 */
export function readScript(file: string): string | undefined {
  if (special.test(file) || !path.isAbsolute(file)) return undefined;
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    if (!fstatSync(handle).isFile()) return undefined;
    const buffer = Buffer.alloc(maxScriptBytes + 1);
    const length = readSync(handle, buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, Math.min(length, maxScriptBytes));
    if (bytes.includes(0)) return undefined;
    return bytes.toString('utf8') + (length > maxScriptBytes ? `\n${unknown}\n` : '');
  } catch {
    // Missing or not readable for us: then the command cannot run it either.
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
