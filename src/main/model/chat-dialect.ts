import type { ChatBody } from './chat-json.ts';
import type { ModelRequest } from './model.ts';
import type { HttpFailure } from './upstream-client.ts';

/** What a service understands; every service is taken to understand all until it says otherwise. */
export interface ChatDialect {
  streaming: boolean;
  /** `stream_options.include_usage` */
  streamUsage: boolean;
  /** `max_tokens`; else only its newer name `max_completion_tokens`. */
  maxTokens: boolean;
}

export const fullDialect: Readonly<ChatDialect> = Object.freeze({
  streaming: true,
  streamUsage: true,
  maxTokens: true,
});

/**
 * The body of a chat completions request. Parameters go out as they came; what makes sense only
 * beside tools is left out where there are none, for services refuse it then.
 */
export function chatBody(request: ModelRequest, model: string, dialect: ChatDialect): ChatBody {
  const { messages, tools, toolChoice } = request;
  const {
    parallel_tool_calls: parallel,
    max_tokens: maxTokens,
    ...parameters
  } = request.parameters;
  return {
    ...parameters,
    ...(maxTokens === undefined
      ? {}
      : { [dialect.maxTokens ? 'max_tokens' : 'max_completion_tokens']: maxTokens }),
    model,
    messages,
    ...(tools.length > 0 ? { tools, tool_choice: toolChoice, parallel_tool_calls: parallel } : {}),
    ...(dialect.streaming
      ? {
          stream: true,
          ...(dialect.streamUsage ? { stream_options: { include_usage: true } } : {}),
        }
      : { stream: false }),
  };
}

/**
 * What to leave out after a refusal that names it; undefined when the refusal is about something
 * else. Each answer is smaller than the dialect before, so this comes to an end.
 */
export function dialectAfter(
  refusal: HttpFailure,
  request: ModelRequest,
  dialect: ChatDialect,
): ChatDialect | undefined {
  if (![400, 404, 405, 406, 415, 422, 501].includes(refusal.status)) return undefined;
  const said = refusal.detail.message;
  if (dialect.maxTokens && request.parameters.max_tokens !== undefined) {
    if (said.includes('max_completion_tokens')) return { ...dialect, maxTokens: false };
  }
  if (!dialect.streaming) return undefined;
  if (dialect.streamUsage && said.includes('stream_options')) {
    return { ...dialect, streamUsage: false };
  }
  return /\bstream/i.test(said) ? { ...dialect, streaming: false } : undefined;
}
