import { describe, expect, it } from 'vitest';
import type { AgentRequest } from '../../../../src/main/agent/agent.ts';
import { isLightRequest } from '../../../../src/main/agent/light/light-request.ts';
import { chats } from './chats.ts';
import { lightRequests } from './light-requests.ts';
import type { Wire } from './wire.ts';

function requestOf({ system, turns, streamed, maxTokens, tools, task }: Wire): AgentRequest {
  return {
    messages: turns.map((content, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content,
    })),
    ...(system === undefined ? {} : { instructions: system }),
    clientTools: (tools ?? []).map((name) => ({ type: 'function', function: { name } })),
    parameters: maxTokens === undefined ? {} : { max_tokens: maxTokens },
    conversationId: 'a',
    client: 'test',
    streamed: streamed ?? false,
    ...(task === undefined ? {} : { task }),
  };
}

describe('a helper of a client asks', () => {
  it.each(lightRequests)('for something light: $name', (wire) => {
    expect(isLightRequest(requestOf(wire))).toBe(true);
  });
});

describe('a chat is never taken for light', () => {
  it.each(chats)('$name', (wire) => {
    expect(isLightRequest(requestOf(wire))).toBe(false);
  });
});

it('no request is light whose last message is the output of a tool', () => {
  const request = requestOf({ name: '', system: lightRequests[0]!.turns[0]!, turns: ['hi'] });
  request.messages.push({ role: 'tool', tool_call_id: 'a', content: 'x' });
  expect(isLightRequest(request)).toBe(false);
});
