/** Which web origins may call. */
export interface OriginRules {
  /** What the person has listed; `*` is any. */
  allowedOrigins: readonly string[];
  keySet: boolean;
}

/**
 * Whether a page of this origin may call. Without a list any may when a key is set, which a page cannot
 * know, and none otherwise.
 */
export function mayCall(origin: string, { allowedOrigins, keySet }: OriginRules): boolean {
  if (allowedOrigins.length === 0) return keySet;
  return allowedOrigins.some(
    (allowed) => allowed === '*' || allowed.toLowerCase() === origin.toLowerCase(),
  );
}
