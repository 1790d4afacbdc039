import type { ChatBody } from './chat-json.ts';
import type { ChatMessage, ModelRequest } from '../../model.ts';
import type { Trouble } from '../errors/trouble.ts';

/** What a service understands; every service is taken to understand all until it says otherwise. */
export interface ChatDialect {
  streaming: boolean;
  /** `stream_options.include_usage` */
  streamUsage: boolean;
  /** `max_tokens`; else only its newer name `max_completion_tokens`. */
  maxTokens: boolean;
  /**
   * Whether messages that call tools carry the reasoning that led to them: where the service sent it,
   * never, or always, with a placeholder where it is not known (the client made the calls, say).
   */
  reasoning: 'as-sent' | 'never' | 'always';
  /** Whether calls without a signature get the placeholder that Gemini takes. */
  fillSignatures: boolean;
}

export const fullDialect: Readonly<ChatDialect> = Object.freeze({
  streaming: true,
  streamUsage: true,
  maxTokens: true,
  reasoning: 'as-sent',
  fillSignatures: false,
});

/**
 * The body of a chat completions request. Parameters go out as they came; what makes sense only
 * beside tools is left out where there are none, for services refuse it then.
 * @param self names this service and model in what they sent to be sent back
 */
export function chatBody(
  request: ModelRequest,
  { model, self }: { model: string; self: string },
  dialect: ChatDialect,
): ChatBody {
  const { tools, toolChoice } = request;
  const messages = request.messages.map((message) => asSent(message, self, dialect));
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

/** A message with what this service wants back with it, and nothing that another one sent. */
function asSent(message: ChatMessage, self: string, dialect: ChatDialect): ChatMessage {
  if (message.role !== 'assistant' || !message.tool_calls) return message;
  const { serviceExtras, ...plain } = message;
  const own = serviceExtras?.from === self ? serviceExtras : undefined;
  const reasoning = {
    ...(dialect.reasoning === 'always' ? { reasoning_content: placeholder } : {}),
    ...(dialect.reasoning === 'never' ? {} : own?.message),
  };
  const calls = message.tool_calls.map((call) => ({
    ...call,
    ...(dialect.fillSignatures ? { extra_content: unsigned } : {}),
    ...own?.calls[call.id],
  }));
  return { ...plain, ...reasoning, tool_calls: calls };
}

/** Kimi takes no empty text. */
const placeholder = ' ';
/** ai.google.dev/gemini-api/docs/thought-signatures */
const unsigned = { google: { thought_signature: 'skip_thought_signature_validator' } };

/**
 * How to ask after a refusal that names what to leave out or to add; undefined when it is about
 * something else. Nothing is changed twice, so this comes to an end.
 */
export function dialectAfter(
  refusal: Extract<Trouble, { kind: 'refused' }>,
  request: ModelRequest,
  dialect: ChatDialect,
): ChatDialect | undefined {
  if (![400, 404, 405, 406, 415, 422, 501].includes(refusal.status)) return undefined;
  const said = refusal.detail.message;
  if (dialect.maxTokens && request.parameters.max_tokens !== undefined) {
    if (said.includes('max_completion_tokens')) return { ...dialect, maxTokens: false };
  }
  if (!dialect.fillSignatures && said.includes('thought_signature')) {
    return { ...dialect, fillSignatures: true };
  }
  if (dialect.reasoning === 'as-sent' && /\breasoning/.test(said)) {
    if (/missing|passed back/i.test(said)) return { ...dialect, reasoning: 'always' };
    const sent = request.messages.some(({ serviceExtras }) => serviceExtras);
    if (sent && /unsupported|not (supported|permitted)/i.test(said)) {
      return { ...dialect, reasoning: 'never' };
    }
  }
  if (!dialect.streaming) return undefined;
  if (dialect.streamUsage && said.includes('stream_options')) {
    return { ...dialect, streamUsage: false };
  }
  return /\bstream/i.test(said) ? { ...dialect, streaming: false } : undefined;
}
