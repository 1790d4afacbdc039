import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AgentRequest } from '../../../src/main/agent/agent.ts';
import type { ApprovalDecision, Approvals } from '../../../src/main/agent/approvals/approvals.ts';
import { createCompression } from '../../../src/main/agent/compression.ts';
import { runLoop, type LoopParts } from '../../../src/main/agent/loop.ts';
import { defineTool, type Tool } from '../../../src/main/agent/tool.ts';
import type { ChatMessage, FunctionTool, Model } from '../../../src/main/model/model.ts';
import { createUpstreamModel } from '../../../src/main/model/upstream-model.ts';
import type { RunEventPayload } from '../../../src/shared/run-events.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

function model(contextWindow = 128_000): Model {
  return createUpstreamModel({
    baseUrl: upstream.url,
    apiKey: 'sk-test',
    model: 'test-model',
    label: 'Test',
    contextWindow,
    firstByteTimeoutMs: 20_000,
    betweenChunksTimeoutMs: 20_000,
  });
}

function deciding(decision: ApprovalDecision): Approvals {
  return {
    decide: (request, { onAsk }) => {
      if (decision.source === 'person') {
        onAsk({ ...request, id: 'appr_1', requestedAt: 0, expiresAt: 1 });
      }
      return Promise.resolve(decision);
    },
    pending: () => [],
    answer: () => false,
    onChange: () => () => {},
  };
}

const echo = defineTool({
  name: 'echo',
  description: 'Says it again.',
  parameters: z.object({ text: z.string() }),
  summarize: ({ text }) => text,
  execute: ({ text }) => Promise.resolve({ output: `echo: ${text}` }),
});

const weather: FunctionTool = {
  type: 'function',
  function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
};

interface Ran {
  events: RunEventPayload[];
  recorded: ChatMessage[];
  result: ReturnType<typeof runLoop>;
  abort: (reason: Error) => void;
}

function run(request: Partial<AgentRequest> = {}, parts: Partial<LoopParts> = {}): Ran {
  const events: RunEventPayload[] = [];
  const recorded: ChatMessage[] = [];
  const abort = new AbortController();
  const result = runLoop(
    {
      messages: [{ role: 'user', content: 'go' }],
      clientTools: [],
      parameters: {},
      conversationId: 'c',
      client: 'test',
      ...request,
    },
    {
      runId: 'run_1',
      emit: (event) => events.push(event),
      record: (message) => recorded.push(message),
      signal: abort.signal,
    },
    {
      model: model(),
      tools: [echo],
      approvals: deciding({ answer: 'once', source: 'mode' }),
      systemPrompt: 'You are Hermes.',
      workspace: '/tmp',
      maxIterations: 5,
      ...parts,
    },
  );
  result.catch(() => undefined);
  return { events, recorded, result, abort: (reason) => abort.abort(reason) };
}

const call = (
  text: string,
  id = `call_${text}`,
): { id: string; name: string; arguments: object } => ({
  id,
  name: 'echo',
  arguments: { text },
});

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
      const { result } = run(
        {},
        { tools: [guarded], approvals: deciding({ answer: 'deny', source: 'mode' }) },
      );
      await result;
      expect(executed).toBe(false);
      expect(upstream.requests[1]!.body.messages.at(-1)!.content).toMatch(
        /Refused.*deletes things/,
      );
    });
  });

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
    expect(upstream.requests[2]!.body.tools).toBeUndefined();
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

  describe('context compression', () => {
    const history: ChatMessage[] = Array.from({ length: 30 }, (_, i) => ({
      role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `message ${i} ${'x'.repeat(300)}`,
    }));
    history.push({ role: 'user', content: 'and now?' });

    it('summarises older turns by the model, keeps the latest 20 messages, and counts the tokens', async () => {
      upstream.reply(
        { text: 'They talked about x.', usage: { prompt_tokens: 100, completion_tokens: 5 } },
        { text: 'Now this.', usage: { prompt_tokens: 50, completion_tokens: 2 } },
      );
      const small = model(4_000);
      const { events, result } = run(
        { messages: history },
        { model: small, compress: createCompression(small, () => {}) },
      );
      const { outcome } = await result;
      const sent = upstream.requests[1]!.body.messages;
      expect(sent).toHaveLength(22);
      expect(sent[1]!.content).toMatch(/Summary.*They talked about x\./s);
      expect(sent.at(-1)).toEqual({ role: 'user', content: 'and now?' });
      expect(outcome.usage).toMatchObject({ inputTokens: 150, outputTokens: 7 });
      expect(
        events.filter((event) => event.type === 'text.delta').map((event) => event.text),
      ).toEqual(['Now this.']);
    });

    it('never parts a call from its result', async () => {
      const withTools: ChatMessage[] = [
        ...history.slice(0, 10),
        {
          role: 'assistant',
          content: null,
          tool_calls: Array.from({ length: 3 }, (_, i) => ({
            id: `t${i}`,
            type: 'function' as const,
            function: { name: 'echo', arguments: '{}' },
          })),
        },
        ...[0, 1, 2].map((i) => ({ role: 'tool' as const, tool_call_id: `t${i}`, content: 'r' })),
        ...history.slice(0, 18),
      ];
      upstream.reply({ text: 'summary' }, { text: 'ok' });
      const small = model(3_000);
      await run(
        { messages: withTools },
        { model: small, compress: createCompression(small, () => {}) },
      ).result;
      const sent = upstream.requests[1]!.body.messages;
      expect(sent[2]).toMatchObject({ role: 'assistant', tool_calls: [{ id: 't0' }, {}, {}] });
      expect(sent.filter((message) => message.role === 'tool')).toHaveLength(3);
    });

    it('goes on with everything when no summary can be had, and says so', async () => {
      const warnings: string[] = [];
      upstream.reply({ status: 400, body: { error: { message: 'no' } } }, { text: 'ok' });
      const small = model(4_000);
      await run(
        { messages: history },
        { model: small, compress: createCompression(small, (message) => warnings.push(message)) },
      ).result;
      expect(upstream.requests[1]!.body.messages).toHaveLength(32);
      expect(warnings).toHaveLength(1);
    });
  });
});
