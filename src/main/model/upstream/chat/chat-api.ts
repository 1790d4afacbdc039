import type OpenAI from 'openai';
import type { ChatMessage, ModelRequest } from '../../model.ts';
import { without, type Body } from '../dialect/body.ts';
import { factsOf } from '../dialect/fact.ts';
import type { UpstreamClient } from '../http/upstream-client.ts';
import type { WireApi } from '../wire-api.ts';
import { ReplyAssembler } from './reply-assembler.ts';

/**
 * Chat completions, as every OpenAI-compatible service speaks them.
 * @param options.model its id at the service
 * @param options.self names this service and model in what they sent to be sent back
 */
export function createChatApi(
  client: UpstreamClient,
  { model, self }: { model: string; self: string },
): WireApi {
  return {
    bodyOf: (request) => chatBody(request, { model, self }) as unknown as Body,
    unsayable: () => [],
    withoutStreaming: (body) => ({ ...without(body, 'stream_options'), stream: false }),
    send: (body, signal) => client.chat(body, signal),
    builder: (sink, dialect) =>
      new ReplyAssembler(sink, self, {
        thinksFirst: factsOf(dialect, 'thinks_first').length > 0,
      }),
  };
}

/**
 * The body of a chat completions request. Parameters go out as they came; what makes sense only
 * beside tools is left out where there are none, for services refuse it then.
 */
function chatBody(
  request: ModelRequest,
  { model, self }: { model: string; self: string },
): OpenAI.Chat.Completions.ChatCompletionCreateParams {
  const { tools, toolChoice } = request;
  const {
    parallel_tool_calls: parallel,
    max_tokens: maxTokens,
    ...parameters
  } = request.parameters;
  return {
    ...parameters,
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    model,
    messages: request.messages.map((message) => asSent(message, self)),
    ...(tools.length > 0 ? { tools, tool_choice: toolChoice, parallel_tool_calls: parallel } : {}),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** A message with what this service wants back with it, and nothing that another one sent. */
function asSent(message: ChatMessage, self: string): ChatMessage {
  if (message.role !== 'assistant' || !message.tool_calls) return message;
  const { serviceExtras, ...plain } = message;
  const own = serviceExtras?.from === self ? serviceExtras : undefined;
  const calls = message.tool_calls.map((call) => ({ ...call, ...own?.calls[call.id] }));
  return { ...plain, ...own?.message, tool_calls: calls };
}
