import type { z } from 'zod';
import { invalidRequest } from '../../errors/api-error.ts';

/**
 * Parses a part of a request body.
 * @param at where the part stands in the body: `['messages', 0]`
 * @throws {ApiError} 400 whose `param` is the first field at fault: `messages[0].role`
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: readonly PropertyKey[] = [],
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const param = paramOf([...at, ...issue.path]);
  throw invalidRequest(param ? `${param}: ${issue.message}` : issue.message, param);
}

/** `['messages', 0, 'content']` as clients write it: `messages[0].content`. Null for the whole body. */
export function paramOf(path: readonly PropertyKey[]): string | null {
  if (path.length === 0) return null;
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
