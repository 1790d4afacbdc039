import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool, type Tool } from '../../../../src/main/agent/tool.ts';
import { addUsage } from '../../../../src/shared/run-events.ts';
import { call, deciding, echo, run, upstream } from '../loop-support.ts';

describe('agent loop', () => {
  it('emits text piece by piece and ends with the final answer', async () => {
    upstream.reply({ text: ['Hel', 'lo'] });
    const { events, result } = run();
    const { outcome, messages } = await result;
    expect(
      events.filter((event) => event.type === 'text.delta').map((event) => event.text),
    ).toEqual(['Hel', 'lo']);
    expect(outcome).toMatchObject({ status: 'completed', finishReason: 'stop' });
    expect(messages).toEqual([{ role: 'assistant', content: 'Hello' }]);
    expect(upstream.requests[0]!.body.messages[0]).toEqual({
      role: 'system',
      content: 'You are Hermes.',
    });
  });

  it('tells a piece of text while the rest is still to come', async () => {
    upstream.reply({ text: 'Hel', hang: 'mid-text' });
    const { events, result, abort } = run();
    await expect.poll(() => events.at(-1)).toEqual({ type: 'text.delta', text: 'Hel' });
    abort(new Error('seen'));
    await expect(result).rejects.toThrow('seen');
  });

  it('gives a tool its arguments as its schema makes them', async () => {
    let given: unknown;
    const strict = defineTool({
      ...echo,
      parameters: z.object({ text: z.string().trim(), times: z.number().default(3) }),
      execute: (args) => {
        given = args;
        return Promise.resolve({ output: '' });
      },
    });
    upstream.reply({ toolCalls: [call(' a ')] }, { text: 'done' });
    await run({}, { tools: [strict] }).result;
    expect(given).toEqual({ text: 'a', times: 3 });
  });

  it('runs the calls of one reply in parallel and answers them in call order', async () => {
    let underWay = 0;
    let mostAtOnce = 0;
    let letGo = (): void => {};
    const both = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const meet: Tool = defineTool({
      ...echo,
      execute: async ({ text }: { text: string }) => {
        underWay += 1;
        mostAtOnce = Math.max(mostAtOnce, underWay);
        if (underWay === 2) letGo();
        await both;
        if (text === 'first') await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return { output: text };
      },
    });
    upstream.reply({ toolCalls: [call('first'), call('second')] }, { text: 'done' });
    const { result } = run({}, { tools: [meet] });
    const { messages } = await result;
    expect(mostAtOnce).toBe(2);
    expect(messages.map((message) => message.role)).toEqual([
      'assistant',
      'tool',
      'tool',
      'assistant',
    ]);
    expect(upstream.requests[1]!.body.messages.slice(-2)).toEqual([
      { role: 'tool', tool_call_id: 'call_first', content: 'first' },
      { role: 'tool', tool_call_id: 'call_second', content: 'second' },
    ]);
  });

  it('runs at most 16 calls at once, however many there are', async () => {
    let underWay = 0;
    let mostAtOnce = 0;
    const counting: Tool = defineTool({
      ...echo,
      execute: async ({ text }: { text: string }) => {
        underWay += 1;
        mostAtOnce = Math.max(mostAtOnce, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return { output: text };
      },
    });
    const texts = Array.from({ length: 50 }, (_, index) => `text ${index}`);
    upstream.reply({ toolCalls: texts.map((text) => call(text)) }, { text: 'done' });
    const { result } = run({}, { tools: [counting] });
    await result;
    expect(mostAtOnce).toBe(16);
    const answers = upstream.requests[1]!.body.messages.filter(({ role }) => role === 'tool');
    expect(answers.map(({ content }) => content)).toEqual(texts);
  });

  it('goes on after the first tool round: the end of a model call is not the end of the run', async () => {
    upstream.reply(
      { text: 'Let me look.', toolCalls: [call('a')] },
      { toolCalls: [call('b')] },
      { text: 'Found it.' },
    );
    const { events, result } = run();
    await result;
    expect(upstream.requests).toHaveLength(3);
    expect(
      events.filter((event) => event.type === 'text.delta').map((event) => event.text),
    ).toEqual(['Let me look.', 'Found it.']);
  });

  it.each([
    ['an unknown tool', { id: 'c1', name: 'nope', arguments: {} }, /no tool named "nope".*echo/],
    [
      'arguments that are no JSON',
      { id: 'c1', name: 'echo', arguments: '{"text":' },
      /not valid JSON/,
    ],
    [
      'arguments that do not fit',
      { id: 'c1', name: 'echo', arguments: { text: 7 } },
      /do not fit.*text/s,
    ],
  ])('lets the model read what was wrong with %s', async (_, badCall, message) => {
    upstream.reply({ toolCalls: [badCall] }, { text: 'sorry' });
    const { events, result } = run();
    await result;
    const finished = events.find((event) => event.type === 'tool.finished');
    expect(finished).toMatchObject({ error: true });
    expect(finished!.output).toMatch(message);
    expect(upstream.requests[1]!.body.messages.at(-1)!.content).toMatch(message);
  });

  it('turns an exception of a tool into a result', async () => {
    const broken = defineTool({
      ...echo,
      execute: () => Promise.reject(new Error('disk on fire')),
    });
    upstream.reply({ toolCalls: [call('a')] }, { text: 'sorry' });
    const { result } = run({}, { tools: [broken] });
    await result;
    expect(upstream.requests[1]!.body.messages.at(-1)!.content).toBe('echo failed: disk on fire');
  });

  it('lets a bug of our own throw', async () => {
    const bug = new TypeError('x is undefined');
    const broken = defineTool({
      ...echo,
      summarize: () => {
        throw bug;
      },
    });
    upstream.reply({ toolCalls: [call('a')] });
    await expect(run({}, { tools: [broken] }).result).rejects.toBe(bug);
  });

  describe('approval', () => {
    const risky = defineTool({
      ...echo,
      describeAction: () => 'the whole command',
      assess: () => [{ level: 'approval' as const, reason: 'deletes things', rule: 'delete:x' }],
    });

    it('runs a risky call once a person approved it', async () => {
      upstream.reply({ toolCalls: [call('a')] }, { text: 'done' });
      const { events, result } = run(
        {},
        { tools: [risky], approvals: deciding({ answer: 'once', source: 'person' }) },
      );
      await result;
      expect(events.map((event) => event.type)).toContain('approval.resolved');
      expect(events.find((event) => event.type === 'approval.requested')).toMatchObject({
        action: 'the whole command',
        reasons: ['deletes things'],
      });
      expect(events.find((event) => event.type === 'tool.finished')).toMatchObject({
        error: false,
      });
    });

    it('does not run a denied call and tells the model why', async () => {
      let executed = false;
      const guarded = defineTool({
        ...risky,
        execute: () => {
          executed = true;
          return Promise.resolve({ output: '' });
        },
      });
      upstream.reply({ toolCalls: [call('a')] }, { text: 'ok' });
      const { events, result } = run(
        {},
        { tools: [guarded], approvals: deciding({ answer: 'deny', source: 'mode' }) },
      );
      await result;
      expect(executed).toBe(false);
      expect(events.find((event) => event.type === 'tool.finished')).toMatchObject({
        error: true,
      });
      expect(upstream.requests[1]!.body.messages.at(-1)!.content).toMatch(
        /Refused.*deletes things/,
      );
    });

    it('asks nobody about a call without risk', async () => {
      const harmless = defineTool({ ...echo, assess: () => [] });
      upstream.reply({ toolCalls: [call('a')] }, { text: 'done' });
      const { events, result } = run(
        {},
        { tools: [harmless], approvals: deciding({ answer: 'deny', source: 'mode' }) },
      );
      await result;
      expect(events.map((event) => event.type)).not.toContain('approval.resolved');
      expect(upstream.requests[1]!.body.messages.at(-1)!.content).toBe('echo: a');
    });
  });

  it('asks for a summary without tools when the iterations are used up, and says it is incomplete', async () => {
    upstream.replyWith((_, index) =>
      index < 2 ? { toolCalls: [call(`n${index}`)] } : { text: 'so far' },
    );
    const { result } = run({}, { maxIterations: 2 });
    const { outcome, messages } = await result;
    expect(outcome).toMatchObject({
      status: 'incomplete',
      incompleteReason: 'max_iterations',
      finishReason: 'length',
    });
    expect(messages.at(-1)).toEqual({ role: 'assistant', content: 'so far' });
    expect(upstream.requests).toHaveLength(3);
    const { body } = upstream.requests[2]!;
    expect(body.tools).toBeUndefined();
    expect(body.messages.at(-1)).toEqual({
      role: 'user',
      content: expect.stringMatching(/Say briefly what you found out/) as string,
    });
    expect(messages.map(({ role }) => role)).not.toContain('user');
  });

  it('does not run a call whose arguments were cut off by the token limit', async () => {
    upstream.reply({ text: 'I will', toolCalls: [call('a')], finishReason: 'length' });
    const { events, result } = run();
    expect((await result).outcome).toMatchObject({
      status: 'incomplete',
      incompleteReason: 'max_output_tokens',
    });
    expect(events.map((event) => event.type)).not.toContain('tool.started');
  });

  it('calls no more server tools than the client allows', async () => {
    upstream.reply({ toolCalls: [call('a'), call('b')] }, { text: 'ok' });
    const { events, result } = run({ maxToolCalls: 1 });
    await result;
    expect(events.filter((event) => event.type === 'tool.started')).toHaveLength(1);
    expect(upstream.requests[1]!.body.tools).toBeUndefined();
  });

  it('sums the usage of all model calls', async () => {
    upstream.reply(
      { toolCalls: [call('a')], usage: { prompt_tokens: 10, completion_tokens: 2 } },
      { text: 'ok', usage: { prompt_tokens: 20, completion_tokens: 3 } },
    );
    expect((await run().result).outcome.usage).toMatchObject({ inputTokens: 30, outputTokens: 5 });
  });

  it('estimates where the service counts nothing, and marks it, whatever another call counted', async () => {
    upstream.reply(
      { toolCalls: [call('a')], usage: { prompt_tokens: 10, completion_tokens: 2 } },
      { text: 'x'.repeat(350), reasoning: 'y'.repeat(35), usage: null },
    );
    const { result, events } = run();
    const { usage } = (await result).outcome;
    const calls = events.flatMap((event) =>
      event.type === 'model.finished' ? [event.usage!] : [],
    );
    expect(calls[0]).not.toHaveProperty('estimated');
    expect(calls[1]).toMatchObject({ outputTokens: 110, reasoningTokens: 10, estimated: true });
    // What was said and the tool that was offered were read.
    expect(calls[1]!.inputTokens).toBeGreaterThan(20);
    expect(usage).toEqual(addUsage(calls[0]!, calls[1]!));
    expect(usage.estimated).toBe(true);
  });

  it('hands images of a tool to the model as images', async () => {
    const look = defineTool({
      ...echo,
      execute: () =>
        Promise.resolve({ output: 'an image', images: [{ url: 'data:image/png;base64,AAAA' }] }),
    });
    upstream.reply({ toolCalls: [call('a')] }, { text: 'a cat' });
    await run({}, { tools: [look] }).result;
    expect(upstream.requests[1]!.body.messages.at(-1)).toMatchObject({
      role: 'user',
      content: [{ type: 'text' }, { image_url: { url: 'data:image/png;base64,AAAA' } }],
    });
  });

  it('stops in the middle of a tool when aborted, and tells the tool', async () => {
    let toolSignal: AbortSignal | undefined;
    let started = (): void => {};
    const toolStarted = new Promise<void>((resolve) => {
      started = resolve;
    });
    const slow = defineTool({
      ...echo,
      execute: (_, { signal }) => {
        toolSignal = signal;
        started();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
    });
    upstream.reply({ toolCalls: [call('a')] });
    const { result, abort } = run({}, { tools: [slow] });
    await toolStarted;
    abort(new Error('client left'));
    await expect(result).rejects.toThrow('client left');
    expect(toolSignal!.aborted).toBe(true);
    expect(upstream.requests).toHaveLength(1);
  });

  it('adds nothing to the conversation once it is aborted, whatever a tool still answers', async () => {
    const deaf = defineTool({
      ...echo,
      execute: () => {
        ran.abort(new Error('client left'));
        return Promise.resolve({ output: 'late' });
      },
    });
    upstream.reply({ toolCalls: [call('a')] });
    const ran = run({}, { tools: [deaf] });
    await expect(ran.result).rejects.toThrow('client left');
    expect(ran.recorded.map(({ role }) => role)).toEqual(['assistant']);
  });

  it('closes the upstream request when aborted in the middle of the text', async () => {
    upstream.reply({ text: ['a', 'b'], hang: 'mid-text' });
    const { result, abort } = run();
    await upstream.waitForRequest(1);
    abort(new Error('client left'));
    await expect(result).rejects.toThrow('client left');
    await upstream.waitForAbort(1);
  });

  it('fails honestly after text was handed on, and keeps what was recorded before', async () => {
    upstream.reply({ toolCalls: [call('a')] }, { text: ['par', 'tial', 'x'], cutAfterChunks: 3 });
    const { events, recorded, result } = run();
    await expect(result).rejects.toMatchObject({ name: 'UpstreamError' });
    expect(events.filter((event) => event.type === 'text.delta').length).toBeGreaterThan(0);
    expect(recorded.map((message) => message.role)).toEqual(['assistant', 'tool']);
  });
});
