import { createHash } from 'node:crypto';
import { setImmediate as nextTick } from 'node:timers/promises';
import { jsonPieces } from '../../system/json-pieces.ts';

/** The SHA-256 of a short JSON value, as base64url. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

/** The same of a body, which may be megabytes: others have their turn in between. */
export async function digestOfBody(body: unknown): Promise<string> {
  const hash = createHash('sha256');
  let begun = false;
  for (const piece of jsonPieces(body)) {
    if (begun) await nextTick();
    begun = true;
    hash.update(piece);
  }
  return hash.digest('base64url');
}
