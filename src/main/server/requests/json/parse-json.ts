import { isUtf8 } from 'node:buffer';
import sjson from 'secure-json-parse';
import { invalidRequest } from '../../errors/api-error.ts';

/** Deeper than any request or JSON schema has reason to be, far from what overflows a stack. */
const maxDepth = 256;

/**
 * More values than the longest conversation has, few enough that parsing them does not hold up the
 * other clients for long: 32 MiB of `[[],[],…]` would take seconds.
 */
const maxValues = 500_000;

/**
 * The value of a JSON text; keys that could reach a prototype are dropped.
 * @throws {ApiError} 400 for what is not UTF-8, not JSON, too deep, or made of too many values
 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw invalidRequest('The body is not valid UTF-8.');
  checkShape(bytes);
  try {
    return sjson.parse(bytes.toString('utf8'), {
      protoAction: 'remove',
      constructorAction: 'remove',
    }) as unknown;
  } catch (error) {
    throw invalidRequest(`The body is not valid JSON: ${(error as Error).message}`);
  }
}

const quote = 0x22;
const backslash = 0x5c;

/**
 * Looks at the brackets and commas outside of strings before anything is parsed. Strings are jumped
 * over with a native search, so that megabytes of base64 cost next to nothing.
 */
function checkShape(bytes: Buffer): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        values += 1;
        break;
      case 0x2c: // ,
        values += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
      case quote:
        at = endOfString(bytes, at);
        break;
    }
    if (depth > maxDepth) {
      throw invalidRequest(`The JSON is nested more than ${maxDepth} levels deep.`);
    }
    if (values > maxValues) {
      throw invalidRequest(`The JSON holds more than ${maxValues} values.`);
    }
  }
}

/** The position of the quote that ends the string begun at `start`, or the end of the bytes. */
function endOfString(bytes: Buffer, start: number): number {
  for (let from = start + 1; ;) {
    const end = bytes.indexOf(quote, from);
    if (end === -1) return bytes.length;
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes += 1;
    if (escapes % 2 === 0) return end;
    from = end + 1;
  }
}
