import { describe, expect, it } from 'vitest';
import { completionBody } from '../../../../../src/main/server/routes/chat-completions/completion.ts';
import type { RunEventPayload, RunOutcome } from '../../../../../src/shared/run-events.ts';

const head = { id: 'chatcmpl-1', created: 1_800_000_000, model: 'gpt-4o' };
const usage = { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 };
const stopped: RunOutcome = {
  status: 'completed',
  finishReason: 'stop',
  clientToolCalls: [],
  usage,
};
const body = (events: RunEventPayload[], outcome = stopped) =>
  completionBody(
    head,
    events.map((event) => ({ ...event, at: 0 })),
    outcome,
    { toolActivity: 'reasoning', customTools: new Set() },
  );

describe('body of a chat completion', () => {
  it('is one choice with the joined text, and the usage of the whole run', () => {
    const events: RunEventPayload[] = [
      { type: 'model.started', call: 1 },
      { type: 'text.delta', text: 'One' },
      { type: 'model.started', call: 2 },
      { type: 'text.delta', text: 'Tw' },
      { type: 'text.delta', text: 'o' },
    ];
    expect(body(events)).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_800_000_000,
      model: 'gpt-4o',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'One\n\nTwo', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    });
  });

  it('has tool activity and reasoning in reasoning_content', () => {
    const events: RunEventPayload[] = [
      { type: 'reasoning.delta', text: 'Hm' },
      { type: 'tool.started', callId: 'c', name: 'terminal', arguments: '{}', summary: 'ls -la' },
      { type: 'text.delta', text: 'Done' },
    ];
    const { message } = body(events).choices[0]!;
    expect(message).toMatchObject({
      content: 'Done',
      reasoning_content: 'Hm\n\n▸ terminal: `ls -la`',
    });
    expect(message).not.toHaveProperty('tool_calls');
  });

  it('has the calls of client tools, and null content where nothing was said', () => {
    const outcome: RunOutcome = {
      ...stopped,
      finishReason: 'tool_calls',
      clientToolCalls: [{ id: 'call_a', name: 'get_weather', arguments: '{}' }],
    };
    expect(body([], outcome).choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: null,
        tool_calls: [
          { id: 'call_a', type: 'function', function: { name: 'get_weather', arguments: '{}' } },
        ],
      },
    });
  });

  it('has empty content, not null, where the model said nothing', () => {
    expect(body([]).choices[0]!.message.content).toBe('');
  });
});
