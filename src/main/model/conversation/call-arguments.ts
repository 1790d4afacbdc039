import { jsonrepair } from 'jsonrepair';
import { isRecord } from '../../../shared/is-record.ts';

/** Longer texts are not mended: it takes time, and what they hold matters less than the host. Characters. */
const longestMended = 100_000;

/** The arguments of a call, where they are one JSON object, as they must be; else undefined. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // That is the question.
    return undefined;
  }
}

/**
 * Arguments as they may be sent to a service, which reads those of earlier calls again: what is no
 * JSON object is mended, or replaced by an empty one. Only for the history: nothing is run by it.
 */
export function sendableArguments(text: string): string {
  if (objectIn(text) !== undefined) return text.trim() === '' ? '{}' : text;
  if (text.length > longestMended) return '{}';
  try {
    const mended = jsonrepair(text).trim();
    return mended === '' || objectIn(mended) === undefined ? '{}' : mended;
  } catch {
    // It is past mending.
    return '{}';
  }
}

/**
 * How many JSON objects stand in a text one after the other, where it is nothing else: models glue
 * calls of one tool together. 0 where it is something else.
 */
export function gluedObjects(text: string): number {
  let depth = 0;
  let count = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') {
      if (depth === 0) return 0;
      quoted = true;
    } else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth < 0) return 0;
      if (depth === 0) count += 1;
    } else if (depth === 0 && !/[\s,;]/.test(character)) return 0;
  }
  return depth === 0 && !quoted ? count : 0;
}
