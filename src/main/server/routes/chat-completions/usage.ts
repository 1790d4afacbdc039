import type OpenAI from 'openai';
import type { Usage } from '../../../../shared/run-events.ts';

/** Tokens of a whole run in the terms of chat completions. */
export function chatUsage(usage: Usage): OpenAI.CompletionUsage {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}
