import type OpenAI from 'openai';
import type { FunctionCall, RunEvent, RunOutcome } from '../../../../shared/run-events.ts';
import type { Settings } from '../../../../shared/settings.ts';
import { customInput } from '../../requests/client-tools.ts';
import { createVisibleOutput } from '../../streaming/visible-output.ts';
import type { AnswerHead } from './answer-head.ts';
import { chatUsage } from './usage.ts';

/** A completion with the field by which many services and clients carry the model's reasoning. */
export type ChatCompletionBody = OpenAI.ChatCompletion & {
  choices: { message: { reasoning_content?: string } }[];
};

/** The body that answers a plain request, from all events of a run and how it ended. Pure. */
export function completionBody(
  head: AnswerHead,
  events: readonly RunEvent[],
  outcome: RunOutcome,
  {
    toolActivity,
    customTools,
  }: { toolActivity: Settings['streaming']['toolActivity']; customTools: ReadonlySet<string> },
): ChatCompletionBody {
  const { show } = createVisibleOutput({ toolActivity, reasoning: 'any-time' });
  const shown = { content: '', reasoning: '' };
  for (const event of events) {
    const piece = show(event);
    if (piece) shown[piece.channel] += piece.text;
  }
  const calls = outcome.clientToolCalls;
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: shown.content === '' && calls.length > 0 ? null : shown.content,
          refusal: null,
          ...(shown.reasoning === '' ? {} : { reasoning_content: shown.reasoning }),
          ...(calls.length === 0
            ? {}
            : { tool_calls: calls.map((call) => toolCall(call, customTools)) }),
        },
        logprobs: null,
        finish_reason: outcome.finishReason,
      },
    ],
    usage: chatUsage(outcome.usage),
  };
}

/**
 * A call the client is to make, as chat completions write it.
 * @param customTools the names of its tools that take text
 */
export function toolCall(
  call: FunctionCall,
  customTools: ReadonlySet<string>,
): OpenAI.ChatCompletionMessageToolCall {
  if (customTools.has(call.name)) {
    const { id, name, arguments: args } = call;
    return { id, type: 'custom', custom: { name, input: customInput(args) } };
  }
  return {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  };
}
