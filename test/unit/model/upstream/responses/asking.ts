import type { ChatMessage, FunctionTool, Model } from '../../../../../src/main/model/model.ts';
import {
  createUpstreamModel,
  type UpstreamModelOptions,
} from '../../../../../src/main/model/upstream/upstream-model.ts';
import type { ResponsesUpstream } from '../../../../support/responses-upstream/responses-upstream.ts';

/** A model that speaks the Responses API first, and waits for nothing longer than it must. */
export function responsesModel(
  upstream: ResponsesUpstream,
  options: Partial<UpstreamModelOptions> = {},
): Model {
  return createUpstreamModel({
    label: 'Testers',
    baseUrl: upstream.url,
    apiKey: 'sk-test',
    model: 'gpt-5.6-test',
    contextWindow: 8192,
    firstByteTimeoutMs: 10_000,
    betweenChunksTimeoutMs: 10_000,
    retryBaseMs: 1,
    api: { first: 'responses', fixed: false },
    ...options,
  });
}

/** A tool that fits. */
export const weather: FunctionTool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather of a city.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    },
  },
};

/** A message that calls a tool, and the tool's answer. */
export function called(
  call: { id: string; name: string; arguments: string },
  output: string,
  extras: Partial<Extract<ChatMessage, { role: 'assistant' }>> = {},
): ChatMessage[] {
  const { id, name, arguments: text } = call;
  return [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name, arguments: text } }],
      ...extras,
    },
    { role: 'tool', tool_call_id: id, content: output },
  ];
}
