import { z } from 'zod';

/** An address of the web, or empty for none. */
export const httpUrl = z
  .string()
  .trim()
  .refine((text) => text === '' || /^https?:\/\/[^\s/]+/i.test(text), {
    message: 'Must start with http:// or https://',
  });

/** A whole number from `min` to `max`; its errors begin with the name. */
export const wholeNumber = (name: string, min: number, max: number): z.ZodInt =>
  z
    .int(`${name} must be a whole number`)
    .min(min, `${name} must be at least ${min}`)
    .max(max, `${name} must be at most ${max}`);

/** One of these words; its error begins with the name. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(
  name: string,
  values: Values,
) => z.enum(values, `${name} must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`);
