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

  it('leaves server calls beside a client call for later, so that nothing runs twice', async () => {
    upstream.reply({
      toolCalls: [call('a'), { id: 'c1', name: 'get_weather', arguments: {} }],
    });
    const { events, result } = run({ clientTools: [weather] });
    const { messages } = await result;
    expect(events.map((event) => event.type)).not.toContain('tool.started');
    expect(messages).toMatchObject([{ tool_calls: [{ id: 'c1' }] }]);
  });

  it('lets a client tool win over a server tool of the same name', async () => {
    const mine: FunctionTool = { type: 'function', function: { name: 'echo', parameters: {} } };
    upstream.reply({ toolCalls: [call('a')] });
    const { result } = run({ clientTools: [mine] });
    expect((await result).outcome.finishReason).toBe('tool_calls');
    expect(upstream.requests[0]!.body.tools).toEqual([mine]);
  });

  it.each([
    ['none', 'none' as const, ['echo'], undefined],
    ['required', 'required' as const, ['get_weather'], 'required'],
    ['auto', 'auto' as const, ['get_weather', 'echo'], undefined],
    [
      'one function',
      { type: 'function' as const, function: { name: 'get_weather' } },
      ['get_weather'],
      { type: 'function', function: { name: 'get_weather' } },
    ],
  ])('honours tool_choice %s', async (_, toolChoice, offered, sent) => {
    upstream.reply({ text: 'ok' });
    await run({ clientTools: [weather], toolChoice }).result;
    const { body } = upstream.requests[0]!;
    expect(body.tools!.map((tool) => 'function' in tool && tool.function.name)).toEqual(offered);
    expect(body.tool_choice).toEqual(sent);
  });
});
