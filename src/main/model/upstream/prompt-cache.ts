import type { ModelRequest } from '../model.ts';
import type { Body } from './dialect/body.ts';

/**
 * How a service is told to keep what it has read of a request for the next: by a key that goes with all
 * that begin alike (OpenAI), or by a directive to keep all of it (Anthropic, also behind others).
 */
export type PromptCache = 'key' | 'directive';

/** A request's body with what its service is to be told; as any field, it is left out once refused. */
export function withPromptCache(
  body: Body,
  { cacheKey }: Pick<ModelRequest, 'cacheKey'>,
  cache: PromptCache | undefined,
): Body {
  if (cacheKey === undefined || cache === undefined) return body;
  return cache === 'key'
    ? { ...body, prompt_cache_key: cacheKey }
    : { ...body, cache_control: { type: 'ephemeral' } };
}
