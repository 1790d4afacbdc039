/** The body of a request, to whichever API. */
export type Body = Record<string, unknown>;

/** A body without some of its fields. */
export function without(body: Body, ...fields: string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !fields.includes(name)));
}
