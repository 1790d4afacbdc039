import { describe, expect, it } from 'vitest';
import type { FunctionTool } from '../../../src/main/model/model.ts';
import { call, run, upstream, weather } from './loop-support.ts';

describe('client tools', () => {
  it('ends the run with the calls of client tools', async () => {
    upstream.reply({
      toolCalls: [{ id: 'c1', name: 'get_weather', arguments: { city: 'Oslo' } }],
    });
    const { result } = run({ clientTools: [weather] });
    const { outcome, messages } = await result;
    expect(outcome).toMatchObject({
      finishReason: 'tool_calls',
      clientToolCalls: [{ id: 'c1', name: 'get_weather', arguments: '{"city":"Oslo"}' }],
    });
    expect(messages).toHaveLength(1);
    expect(
      upstream.requests[0]!.body.tools!.map((tool) => 'function' in tool && tool.function.name),
    ).toEqual(['get_weather', 'echo']);
  });

  it('runs server calls beside a client call first, then ends with the client’s', async () => {
    upstream.reply({
      toolCalls: [call('a'), { id: 'c1', name: 'get_weather', arguments: {} }],
    });
    const { events, result } = run({ clientTools: [weather] });
    const { messages, outcome } = await result;
    expect(events.map((event) => event.type)).toContain('tool.finished');
    expect(outcome.clientToolCalls).toMatchObject([{ id: 'c1' }]);
    expect(messages).toMatchObject([
      { tool_calls: [{ id: 'call_a' }, { id: 'c1' }] },
      { role: 'tool', tool_call_id: 'call_a', content: 'echo: a' },
    ]);
  });

  it('lets a client tool win over a server tool of the same name', async () => {
    const mine: FunctionTool = { type: 'function', function: { name: 'echo', parameters: {} } };
    upstream.reply({ toolCalls: [call('a')] });
    const { result } = run({ clientTools: [mine] });
    expect((await result).outcome.finishReason).toBe('tool_calls');
    expect(upstream.requests[0]!.body.tools).toMatchObject([
      mine,
      {
        function: { name: 'hermes_echo', description: expect.stringContaining('client') as string },
      },
    ]);
  });

  it.each([
    ['none', 'none' as const, ['echo'], undefined],
    ['required', 'required' as const, ['get_weather', 'echo'], 'required'],
    ['auto', 'auto' as const, ['get_weather', 'echo'], undefined],
    [
      'one function',
      { type: 'function' as const, function: { name: 'get_weather' } },
      ['get_weather'],
      { type: 'function', function: { name: 'get_weather' } },
    ],
  ])('honours tool_choice %s', async (_, toolChoice, offered, sent) => {
    upstream.reply({ toolCalls: [{ name: 'get_weather', arguments: {} }] }, { text: 'ok' });
    await run({ clientTools: [weather], toolChoice }).result;
    const { body } = upstream.requests[0]!;
    expect(body.tools!.map((tool) => 'function' in tool && tool.function.name)).toEqual(offered);
    expect(body.tool_choice).toEqual(sent);
  });
});
