import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionTool } from '../../../../src/main/model/model.ts';
import { openServiceMemory } from '../../../../src/main/model/upstream/dialect/service-memory.ts';
import {
  startScriptedUpstream,
  type ScriptedUpstream,
} from '../../../support/scripted-upstream.ts';
import { ask, delta, failureOf, modelFor, sse, type Asked } from '../ask.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

const terminal: FunctionTool = {
  type: 'function',
  function: {
    name: 'terminal',
    description: 'Runs a command',
    parameters: { type: 'object', properties: { command: { type: 'string' } } },
  },
};
const withTool = { tools: [terminal] };
const spoken = '<tool_call>\n{"name": "terminal", "arguments": {"command": "ls"}}\n</tool_call>';

describe('a call that a model writes as text', () => {
  it.each([
    ['in one piece', [spoken]],
    ['character by character', spoken.split('')],
    ['with white space around it', ['\n', spoken, '\n']],
  ])('is a call, and nothing of it is shown: %s', async (_how, text) => {
    upstream.reply({ text });
    const notices: string[] = [];
    const { reply, texts } = await ask(modelFor(upstream), withTool, undefined, undefined, notices);
    expect(texts).toEqual([]);
    expect(reply).toMatchObject({
      text: '',
      finishReason: 'tool_calls',
      toolCalls: [{ name: 'terminal', arguments: '{"command":"ls"}' }],
    });
    expect(reply.toolCalls[0]!.id).toMatch(/^call_\w{32}$/);
    expect(notices).toEqual(['test-model wrote its call as text; it was understood']);
  });

  it('is a call in an answer that is not streamed', async () => {
    upstream.reply({ text: spoken, refuseStreaming: true });
    const { reply } = await ask(modelFor(upstream), withTool);
    expect(reply.toolCalls).toMatchObject([{ name: 'terminal' }]);
  });

  it('is text where anything stands beside it, shown as it came', async () => {
    const pieces = ['For that, ', spoken, ' is what I would call.'];
    upstream.reply({ text: pieces }, { text: [spoken, ' is how.'] });
    const model = modelFor(upstream);
    expect(await ask(model, withTool)).toMatchObject({ texts: pieces, reply: { toolCalls: [] } });
    const { texts, reply } = await ask(model, withTool);
    expect(texts.join('')).toBe(`${spoken} is how.`);
    expect(reply).toMatchObject({ text: `${spoken} is how.`, toolCalls: [], finishReason: 'stop' });
  });

  it('is text where no tools were offered', async () => {
    upstream.reply({ text: spoken });
    expect((await ask(modelFor(upstream))).reply).toMatchObject({ text: spoken, toolCalls: [] });
  });

  it('is text where it was cut off', async () => {
    upstream.reply({ text: spoken, finishReason: 'length' });
    expect((await ask(modelFor(upstream), withTool)).reply).toMatchObject({
      text: spoken,
      toolCalls: [],
      finishReason: 'length',
    });
  });

  it('is asked for again where the connection broke within it, for nothing was shown', async () => {
    upstream.reply({ text: spoken.split(''), cutAfterChunks: 9 }, { text: spoken });
    expect((await ask(modelFor(upstream), withTool)).reply.toolCalls).toHaveLength(1);
  });

  it('does not keep an answer waiting that begins otherwise', async () => {
    upstream.reply({ text: ['{"answer"', ': 42}'], chunkDelayMs: 80 });
    const times: number[] = [];
    const startedAt = performance.now();
    const { texts } = await ask(modelFor(upstream), withTool, undefined, {
      texts: {
        push: (text: string) => times.push(performance.now() - startedAt + 0 * text.length),
      } as unknown as string[],
      reasonings: [],
    });
    expect(texts).toBeDefined();
    expect(times).toHaveLength(2);
    expect(times[1]! - times[0]!).toBeGreaterThan(30);
  });
});

describe('thinking whose opening was not sent', () => {
  const pieces = ['The user greets me.', '\n</think>', '\n\n', 'Hello', '!'];

  it('is told from the answer where the model comes to an end with it at once', async () => {
    upstream.reply({ text: pieces });
    const { texts, reasonings, reply } = await ask(modelFor(upstream));
    expect(texts.join('')).toBe('Hello!');
    expect(reasonings.join('')).toBe('The user greets me.\n');
    expect(reply).toMatchObject({ text: 'Hello!', reasoning: 'The user greets me.\n' });
  });

  it('is learned: the next answer streams as thinking, then as answer, however long it takes', async () => {
    const memory = openServiceMemory();
    const model = modelFor(upstream, { memory });
    upstream.reply({ text: pieces }, { text: pieces, chunkDelayMs: 40 });
    await ask(model);
    expect(model.learned).toEqual(['answers begin with thinking']);
    const order: string[] = [];
    const heard = {
      texts: { push: (text: string) => order.push(`text ${text}`) } as unknown as string[],
      reasonings: { push: (text: string) => order.push(`thought ${text}`) } as unknown as string[],
    };
    await ask(model, {}, undefined, heard);
    expect(order.filter((each) => each.startsWith('thought')).length).toBeGreaterThanOrEqual(2);
    expect(order.slice(-2)).toEqual(['text Hello', 'text !']);
  });

  it('is waited for in the first answer of a model that is named after it', async () => {
    upstream.reply({ text: pieces, chunkDelayMs: 60 });
    const model = modelFor(upstream, { model: 'qwen3-4b-thinking-2507' });
    const { texts, reasonings } = await ask(model);
    expect(texts.join('')).toBe('Hello!');
    expect(reasonings.join('')).toBe('The user greets me.\n');
  });

  it('was the answer where it never ends', async () => {
    const model = modelFor(upstream);
    upstream.reply({ text: pieces }, { text: ['Just ', 'so.'] });
    await ask(model);
    expect((await ask(model)).reply.text).toBe('Just so.');
  });

  it('that was shown as text by then is at least no part of the reply', async () => {
    upstream.reply({ text: pieces, chunkDelayMs: 60 });
    const { reply } = await ask(modelFor(upstream));
    expect(reply).toMatchObject({ text: 'Hello!', reasoning: 'The user greets me.\n' });
  });

  it.each([
    'Close it with `</think>`.',
    'Write "</think>" there.',
    'First <think>a</think> then b.',
  ])('is not seen in an answer that speaks of tags: %s', async (text) => {
    upstream.reply({ text });
    expect((await ask(modelFor(upstream))).reply).toMatchObject({ text, reasoning: '' });
  });
});

describe('thinking, under whatever name', () => {
  it.each([
    { reasoning_content: 'Hm' },
    { reasoning: 'Hm' },
    { reasoning_text: 'Hm' },
    { thinking: 'Hm' },
    { thought: 'Hm' },
    { reasoning: { text: 'Hm' } },
    {
      reasoning_content: [
        { type: 'text', text: 'H' },
        { type: 'text', text: 'm' },
      ],
    },
    { reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] },
    { reasoning_details: [{ type: 'reasoning.summary', summary: 'Hm' }] },
    { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }] },
    { content: [{ type: 'reasoning', reasoning: 'Hm' }] },
    { content: [{ type: 'reasoning', text: 'Hm' }] },
    { content: '<thought>Hm</thought>' },
    { content: '[THINK]Hm[/THINK]' },
    { content: '◁think▷Hm◁/think▷' },
  ])('is told from the answer: %j', async (fields) => {
    upstream.reply({
      rawChunks: [delta(fields), delta({ content: 'Yes.' }), delta({}, 'stop'), sse('[DONE]')],
    });
    const { reply, reasonings }: Asked = await ask(modelFor(upstream));
    expect(reply).toMatchObject({ text: 'Yes.', reasoning: 'Hm' });
    expect(reasonings.join('')).toBe('Hm');
  });
});

describe('a byte order mark', () => {
  it('before the first event loses nothing of it', async () => {
    upstream.reply({
      rawChunks: [
        `\uFEFF${delta({ content: 'One ' })}`,
        delta({ content: 'two' }),
        delta({}, 'stop'),
        sse('[DONE]'),
      ],
    });
    expect((await ask(modelFor(upstream))).texts.join('')).toBe('One two');
  });

  it('before a whole answer is passed over', async () => {
    const message = { role: 'assistant', content: 'Yes' };
    const body = JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] });
    upstream.reply({ body: `\uFEFF${body}` });
    expect((await ask(modelFor(upstream))).reply.text).toBe('Yes');
  });
});

describe('what fails by chance', () => {
  it.each([
    [
      "Groq's failed calls",
      400,
      {
        error: {
          message:
            "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.",
          type: 'invalid_request_error',
          code: 'tool_use_failed',
          failed_generation: '<function=terminal {"command": "ls"}</function>',
        },
      },
    ],
    [
      "Groq's answers that nobody could parse",
      400,
      {
        error: {
          message: 'Parsing failed. The model generated output that could not be parsed.',
          code: 'output_parse_failed',
        },
      },
    ],
    [
      "Groq's JSON",
      400,
      {
        error: {
          message: 'Failed to generate JSON. Please adjust your prompt.',
          code: 'json_validate_failed',
        },
      },
    ],
  ])('is repeated like a failure of the server: %s', async (_what, status, body) => {
    upstream.reply({ status, body }, { status, body }, { text: 'Well.' });
    expect((await ask(modelFor(upstream), withTool)).reply.text).toBe('Well.');
    upstream.replyWith(() => ({ status, body }));
    const error = await failureOf(ask(modelFor(upstream), withTool));
    expect(error).toMatchObject({ kind: 'server' });
    expect(upstream.requests).toHaveLength(7);
  });

  it.each([
    { error: { message: 'Overloaded', type: 'overloaded_error' } },
    { error: { message: 'Internal error', code: 502 } },
    { type: 'error', error: { type: 'api_error', message: 'Internal server error' } },
    { object: 'error', message: 'CUDA out of memory', code: 500 },
    { choices: [{ delta: {}, finish_reason: 'error' }], error: { code: 503, message: 'busy' } },
  ])('is repeated where it stands inside a stream before any text: %j', async (chunk) => {
    upstream.reply(
      { rawChunks: [delta({ role: 'assistant', content: '' }), sse(chunk)] },
      { text: 'Well.' },
    );
    expect((await ask(modelFor(upstream))).reply.text).toBe('Well.');
    expect(upstream.requests).toHaveLength(2);
  });

  it('is learned from where a stream tells a refusal', async () => {
    const refusal = {
      error: {
        message: "Unsupported parameter: 'stop' is not supported with this model.",
        param: 'stop',
        code: 400,
      },
    };
    upstream.reply({ rawChunks: [sse(refusal)] }, { text: 'Well.' });
    expect((await ask(modelFor(upstream), { parameters: { stop: ['x'] } })).reply.text).toBe(
      'Well.',
    );
    expect(upstream.requests[1]!.body.stop).toBeUndefined();
  });
});

describe("a client's broken history", () => {
  it('reaches the service without empty messages, and with arguments that are JSON', async () => {
    upstream.reply({ text: 'Well.' });
    const call = (id: string, args: string): object => ({
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name: 'f', arguments: args } }],
    });
    await ask(modelFor(upstream), {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: '' },
        { role: 'user', content: ' ' },
        { role: 'user', content: 'b' },
        call('1', '{"a": '),
        { role: 'tool', tool_call_id: '1', content: '' },
        call('2', 'none'),
        { role: 'tool', tool_call_id: '2', content: 'x' },
        { role: 'user', content: 'c' },
      ] as never,
    });
    const { messages } = upstream.requests[0]!.body;
    expect(messages.map(({ content }) => content)).toEqual(['a', 'b', null, '', null, 'x', 'c']);
    const args = JSON.stringify(messages).match(/"arguments":"(?:[^"\\]|\\.)*"/g);
    expect(args).toEqual([String.raw`"arguments":"{\"a\": null}"`, String.raw`"arguments":"{}"`]);
  });
});
