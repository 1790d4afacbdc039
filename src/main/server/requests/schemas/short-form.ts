import { z } from 'zod';

/** A JSON type in which the short form of something comes, with what else is known of it. */
export type ShortForm = 'string' | 'null' | { type: 'string'; pattern: string };

/**
 * A schema that also takes a short form, which `lengthen` turns into the long one: behind it there is
 * only the long form. The types of the short form are kept for the OpenAPI document.
 */
export function withShortForm<Long extends z.ZodType>(
  long: Long,
  shortForms: readonly ShortForm[],
  lengthen: (value: unknown) => unknown,
): ReturnType<typeof z.preprocess<unknown, Long>> {
  return z.preprocess(lengthen, long).meta({ shortForms });
}
