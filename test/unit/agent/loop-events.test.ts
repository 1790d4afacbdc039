import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { defineTool, toolError } from '../../../src/main/agent/tool.ts';
import { call, deciding, echo, run, upstream } from './loop-support.ts';

describe('the events of a run', () => {
  it('are told in order, with all that is known of them', async () => {
    const risky = defineTool({
      ...echo,
      describeAction: () => 'the whole command',
      assess: () => [{ level: 'approval', reason: 'deletes things', rule: 'delete:x' }],
    });
    upstream.reply(
      {
        reasoning: 'Hm',
        text: ['Let ', 'me'],
        toolCalls: [call('a', 'c1')],
        usage: { prompt_tokens: 10, completion_tokens: 2 },
      },
      { text: 'Done', usage: { prompt_tokens: 20, completion_tokens: 3 } },
    );
    const { events, result } = run(
      {},
      { tools: [risky], approvals: deciding({ answer: 'once', source: 'person' }) },
    );
    await result;
    const ms: unknown = expect.any(Number);
    const used = (inputTokens: number, outputTokens: number): object => ({
      inputTokens,
      cachedInputTokens: 0,
      outputTokens,
      reasoningTokens: 0,
    });
    expect(events).toEqual([
      { type: 'model.started', call: 1 },
      { type: 'reasoning.delta', text: 'Hm' },
      { type: 'text.delta', text: 'Let ' },
      { type: 'text.delta', text: 'me' },
      { type: 'model.finished', call: 1, ms, finishReason: 'tool_calls', usage: used(10, 2) },
      {
        type: 'tool.started',
        callId: 'c1',
        name: 'echo',
        arguments: '{"text":"a"}',
        summary: 'a',
      },
      {
        type: 'approval.requested',
        approvalId: 'appr_1',
        callId: 'c1',
        tool: 'echo',
        action: 'the whole command',
        folder: '/tmp',
        reasons: ['deletes things'],
      },
      {
        type: 'approval.resolved',
        approvalId: 'appr_1',
        callId: 'c1',
        answer: 'once',
        source: 'person',
      },
      { type: 'tool.finished', callId: 'c1', name: 'echo', output: 'echo: a', error: false, ms },
      { type: 'model.started', call: 2 },
      { type: 'text.delta', text: 'Done' },
      { type: 'model.finished', call: 2, ms, finishReason: 'stop', usage: used(20, 3) },
    ]);
  });

  it('say how long a model call and a tool took', async () => {
    const slow = defineTool({
      ...echo,
      execute: async () => {
        await delay(40);
        return { output: '' };
      },
    });
    upstream.reply({ toolCalls: [call('a')], firstByteDelayMs: 40 }, { text: 'done' });
    const { events, result } = run({}, { tools: [slow] });
    await result;
    // A timer may be early by a millisecond.
    for (const type of ['model.finished', 'tool.finished'] as const) {
      expect(events.find((event) => event.type === type)).toMatchObject({
        ms: expect.toSatisfy((ms: number) => ms >= 38) as number,
      });
    }
  });

  it('say why a call ran unasked, or how it came to nothing', async () => {
    const named = (name: string, more: Partial<typeof echo>) =>
      defineTool({ ...echo, name, ...more });
    const refused = named('refused', {
      assess: () => [{ level: 'approval', reason: 'deletes things', rule: 'delete:x' }],
    });
    const slow = named('slow', {
      execute: () => Promise.resolve(toolError('too long', 'timed_out')),
    });
    const walled = named('walled', {
      execute: () => Promise.resolve({ output: 'ok', confined: true }),
    });
    const broken = named('broken', { execute: () => Promise.reject(new Error('broke')) });
    const tools = [echo, refused, slow, walled, broken];
    const toolCalls = tools.map(({ name }) => ({ ...call(name), name }));
    upstream.reply({ toolCalls }, { text: 'done' });
    const approvals = deciding({ answer: 'deny', source: 'mode' });
    const { events, result } = run({}, { tools, approvals });
    await result;
    const ends = events.filter((event) => event.type === 'tool.finished');
    const how = ends.map(({ name, failure, unasked }) => [name, { failure, unasked }]);
    expect(Object.fromEntries(how)).toEqual({
      echo: { unasked: 'harmless' },
      refused: { failure: 'refused' },
      slow: { failure: 'timed_out', unasked: 'harmless' },
      walled: { unasked: 'wall' },
      broken: { failure: 'failed' },
    });
  });

  it('name what a saved answer covered', async () => {
    const risky = defineTool({
      ...echo,
      assess: () => [{ level: 'approval', reason: 'publishes', rule: 'publish: npm publish' }],
    });
    upstream.reply({ toolCalls: [call('a')] }, { text: 'done' });
    const approvals = deciding({ answer: 'always', source: 'saved' });
    const { events, result } = run({}, { tools: [risky], approvals });
    await result;
    expect(events.find((event) => event.type === 'approval.resolved')).toMatchObject({
      source: 'saved',
      covered: ['publish: npm publish'],
    });
    const end = events.find((event) => event.type === 'tool.finished');
    expect(end).not.toHaveProperty('unasked');
  });

  it('tell of a tool before it is run', async () => {
    const seen: string[] = [];
    const curious = defineTool({
      ...echo,
      execute: () => {
        seen.push(...ran.events.map((event) => event.type));
        return Promise.resolve({ output: '' });
      },
    });
    upstream.reply({ toolCalls: [call('a')] }, { text: 'done' });
    const ran = run({}, { tools: [curious] });
    await ran.result;
    expect(seen).toEqual(['model.started', 'model.finished', 'tool.started']);
  });
});
