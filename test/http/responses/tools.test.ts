import { describe, expect, it } from 'vitest';
import type { ScriptedReply } from '../../support/scripted-upstream.ts';
import { finalResponse, textOf } from '../../support/responses-client.ts';
import { useResponsesBench } from './responses-bench.ts';

const bench = useResponsesBench({ settings: { agent: { approvals: 'allow' } } });
const last = (): number => bench.upstream.requests.length;

const list = (id: string, folder = '.'): NonNullable<ScriptedReply['toolCalls']>[number] => ({
  id,
  name: 'search_files',
  arguments: { pattern: '*', target: 'files', path: folder },
});
const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'Weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};

describe('server tools', () => {
  it('are shown as calls with their outputs, in order, before the final message', async () => {
    bench.upstream.reply(
      { text: 'Let me look.', toolCalls: [list('call_a'), list('call_b')] },
      { text: 'Nothing there.' },
    );
    const events = await bench.client.stream({ input: 'What is here?' });
    const response = finalResponse(events);
    expect(response.output.map(({ type }) => type)).toEqual([
      'message',
      'function_call',
      'function_call',
      'function_call_output',
      'function_call_output',
      'message',
    ]);
    expect(response.output[1]).toMatchObject({ call_id: 'call_a', name: 'search_files' });
    expect(textOf(response)).toBe('Let me look.Nothing there.');
    expect(await bench.client.get(response.id)).toEqual(response);
    expect(await bench.client.replay(response.id)).toEqual(events);
  });

  it('are part of what a next turn sees, each call and output once and in order', async () => {
    bench.upstream.reply(
      { text: 'Look.', toolCalls: [list('call_a'), list('call_b')] },
      { text: 'Done.' },
      { text: 'Again done.' },
    );
    const first = await bench.client.create({ input: 'go' });
    await bench.client.create({ input: 'again', previous_response_id: first.id });
    expect(bench.messagesOf(last())).toMatchObject([
      { role: 'user', content: 'go' },
      { role: 'assistant', content: 'Look.', tool_calls: [{ id: 'call_a' }, { id: 'call_b' }] },
      { role: 'tool', tool_call_id: 'call_a' },
      { role: 'tool', tool_call_id: 'call_b' },
      { role: 'assistant', content: 'Done.' },
      { role: 'user', content: 'again' },
    ]);
  });

  it('keep what they hold for a chain or a conversation, and for no other', async () => {
    const task = { id: '1', content: 'water the plants', status: 'pending' };
    const begin = async (request: object): Promise<string> => {
      bench.upstream.reply(
        { toolCalls: [{ name: 'todo', arguments: { todos: [task] } }] },
        { text: 'Noted.' },
      );
      return (await bench.client.create({ input: 'note', ...request })).id;
    };
    const lookedUp = async (request: object): Promise<string> => {
      bench.upstream.reply({ toolCalls: [{ name: 'todo', arguments: {} }] }, { text: 'Seen.' });
      await bench.client.create({ input: 'look', ...request });
      return JSON.stringify(bench.messagesOf(last()).at(-1));
    };
    const first = await begin({});
    const second = await begin({ previous_response_id: first });
    await begin({ conversation: 'plants' });
    expect(await lookedUp({ previous_response_id: second })).toContain(task.content);
    expect(await lookedUp({ conversation: 'plants' })).toContain(task.content);
    expect(await lookedUp({})).not.toContain(task.content);
    expect(await lookedUp({ conversation: 'stones' })).not.toContain(task.content);
  });

  it('are limited by max_tool_calls', async () => {
    bench.upstream.reply(
      { toolCalls: [list('call_a'), list('call_b'), list('call_c')] },
      { text: 'Enough.' },
    );
    const response = await bench.client.create({ input: 'go', max_tool_calls: 2 });
    expect(response.max_tool_calls).toBe(2);
    expect(response.output.filter(({ type }) => type === 'function_call')).toHaveLength(2);
    expect(textOf(response)).toBe('Enough.');
  });

  it('sum up the tokens of all model calls', async () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
      completion_tokens_details: { reasoning_tokens: 2 },
    };
    bench.upstream.reply({ toolCalls: [list('call_a')], usage }, { text: 'Done.', usage });
    expect((await bench.client.create({ input: 'go' })).usage).toEqual({
      input_tokens: 20,
      input_tokens_details: { cached_tokens: 8, cache_write_tokens: 6 },
      output_tokens: 10,
      output_tokens_details: { reasoning_tokens: 4 },
      total_tokens: 30,
    });
  });
});

describe('client tools', () => {
  it('are handed to the client, which answers in its next request', async () => {
    bench.upstream.reply(
      {
        text: 'I ask.',
        toolCalls: [{ id: 'call_w', name: 'get_weather', arguments: { city: 'Bern' } }],
      },
      { text: 'It is sunny.' },
    );
    const first = await bench.client.create({ input: 'Weather?', tools: [weather] });
    expect(first.status).toBe('completed');
    expect(first.tools).toMatchObject([{ ...weather, strict: null }]);
    expect(first.output).toMatchObject([
      { type: 'message' },
      {
        type: 'function_call',
        call_id: 'call_w',
        name: 'get_weather',
        arguments: '{"city":"Bern"}',
        status: 'completed',
      },
    ]);
    const second = await bench.client.create({
      tools: [weather],
      previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: 'call_w', output: '{"sky":"clear"}' }],
    });
    expect(textOf(second)).toBe('It is sunny.');
    expect(bench.messagesOf(last())).toMatchObject([
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'I ask.', tool_calls: [{ id: 'call_w' }] },
      { role: 'tool', tool_call_id: 'call_w', content: '{"sky":"clear"}' },
    ]);
  });

  it('leave the calls of server tools out of the output, but not of the transcript', async () => {
    bench.upstream.reply({ toolCalls: [list('call_a')] }, { text: 'Done.' }, { text: 'Sure.' });
    const first = await bench.client.create({ input: 'go', tools: [weather] });
    expect(first.output.map(({ type }) => type)).toEqual(['message']);
    await bench.client.create({ input: 'sure?', previous_response_id: first.id });
    expect(bench.messagesOf(last()).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ]);
  });

  it('are refused an output of a call that was never made', async () => {
    // In a conversation that is known only when its turn has come.
    for (const more of [{}, { conversation: 'orphan' }]) {
      const refused = await bench.client.request('POST', '/responses', {
        input: [{ type: 'function_call_output', call_id: 'call_x', output: '1' }],
        ...more,
      });
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ error: { param: 'input' } });
    }
  });

  it('may stay unanswered: the conversation goes on', async () => {
    bench.upstream.reply(
      { toolCalls: [{ id: 'call_w', name: 'get_weather', arguments: {} }] },
      { text: 'All right.' },
    );
    const first = await bench.client.create({ input: 'Weather?', tools: [weather] });
    await bench.client.create({ input: 'Never mind', previous_response_id: first.id });
    expect(bench.messagesOf(last()).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'user',
    ]);
  });

  it('of other types than function are left out', async () => {
    bench.upstream.reply({ text: 'ok' });
    const response = await bench.client.create({ input: 'Hi', tools: [{ type: 'web_search' }] });
    expect(response.tools).toEqual([]);
  });

  it.each([
    ['required', []],
    ['required', [{ type: 'web_search' }]],
    [{ type: 'function', name: 'undeclared' }, [weather]],
    [
      {
        type: 'allowed_tools',
        mode: 'required',
        tools: [{ type: 'function', name: 'undeclared' }],
      },
      [weather],
    ],
  ])('must hold what tool_choice demands: %j is refused with %j', async (tool_choice, tools) => {
    const asked = last();
    const body = { input: 'Hi', tools, tool_choice };
    const refused = await bench.client.request('POST', '/responses', body);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { param: 'tool_choice' } });
    expect(last()).toBe(asked);
  });
});
