import OpenAI, { APIError, AuthenticationError, BadRequestError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod';
import { openClientBench, question, type ClientBench } from './agent-conversation.ts';

let bench: ClientBench;
let client: OpenAI;
beforeAll(async () => {
  bench = await openClientBench();
  client = new OpenAI({ baseURL: bench.baseUrl, apiKey: bench.key });
});
afterAll(() => bench.close());

const model = 'hermes-agent';
const ask = (content: string): OpenAI.ChatCompletionUserMessageParam[] => [
  { role: 'user', content },
];

describe('the OpenAI SDK for Node', () => {
  it('lists the models', async () => {
    const models: string[] = [];
    for await (const entry of client.models.list()) models.push(entry.id);
    expect(models).toEqual([model]);
    expect(await client.models.retrieve(model)).toMatchObject({ id: model, owned_by: 'hermes' });
    await expect(client.models.retrieve('gpt-4o')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('streams a conversation with its helper: pieces, final message and usage', async () => {
    await bench.scriptConversation();
    const stream = client.chat.completions.stream({
      model,
      messages: ask(question),
      stream_options: { include_usage: true },
    });
    const pieces: string[] = [];
    stream.on('content', (piece) => pieces.push(piece));
    const final = await stream.finalChatCompletion();
    bench.expectConversation({ text: final.choices[0]!.message.content ?? '' });
    expect(pieces.join('')).toBe(final.choices[0]!.message.content);
    expect(pieces.length).toBeGreaterThan(2);
    expect(final.choices[0]!.finish_reason).toBe('stop');
    expect(final.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('streams a conversation chunk by chunk, tool activity as reasoning', async () => {
    await bench.scriptConversation();
    const seen = { text: '', reasoning: '' };
    const ids = new Set<string>();
    for await (const chunk of await client.chat.completions.create({
      model,
      messages: ask(question),
      stream: true,
    })) {
      ids.add(chunk.id);
      const delta = chunk.choices[0]?.delta as
        { content?: string; reasoning_content?: string; tool_calls?: unknown } | undefined;
      seen.text += delta?.content ?? '';
      seen.reasoning += delta?.reasoning_content ?? '';
      expect(delta?.tool_calls).toBeUndefined();
    }
    bench.expectConversation(seen);
    expect(ids.size).toBe(1);
  });

  it('gets the conversation in one piece', async () => {
    await bench.scriptConversation();
    const completion = await client.chat.completions.create({ model, messages: ask(question) });
    bench.expectConversation({ text: completion.choices[0]!.message.content ?? '' });
  });

  it("runs the client's own tools with runTools, in a loop of its own", async () => {
    bench.upstream.reply(
      { toolCalls: [{ id: 'call_w', name: 'get_weather', arguments: { city: 'Paris' } }] },
      { text: 'It is sunny in Paris.' },
    );
    const asked: unknown[] = [];
    const runner = client.chat.completions.runTools({
      model,
      stream: true,
      messages: ask('How is the weather in Paris?'),
      tools: [
        zodFunction({
          name: 'get_weather',
          parameters: z.object({ city: z.string() }),
          function: (args) => {
            asked.push(args);
            return 'sunny';
          },
        }),
      ],
    });
    expect(await runner.finalContent()).toBe('It is sunny in Paris.');
    expect(asked).toEqual([{ city: 'Paris' }]);
    expect(bench.upstream.requests.at(-1)!.body.messages.at(-1)).toMatchObject({
      role: 'tool',
      tool_call_id: 'call_w',
      content: 'sunny',
    });
  });

  it('parses structured output', async () => {
    bench.upstream.reply({ text: '{"answer":42}' });
    const completion = await client.chat.completions.parse({
      model,
      messages: ask('The answer?'),
      response_format: zodResponseFormat(z.object({ answer: z.number() }), 'result'),
    });
    expect(completion.choices[0]!.message.parsed).toEqual({ answer: 42 });
    expect(bench.upstream.requests.at(-1)!.body.response_format).toMatchObject({
      type: 'json_schema',
    });
  });

  it('does not repeat a request whose run has failed: the tools would run again', async () => {
    const before = bench.upstream.requests.length;
    for (const stream of [false, true]) {
      bench.upstream.reply({ status: 401 });
      const error: unknown = await client.chat.completions
        .create({ model, messages: ask('Hi'), stream })
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(APIError);
      expect(error).toMatchObject({ status: 400, code: 'upstream_error' });
    }
    expect(bench.upstream.requests.length - before).toBe(2);
  });

  it('throws for an error within a stream', async () => {
    bench.upstream.reply({ text: ['One ', 'two ', 'three'], cutAfterChunks: 3 });
    const read = async (): Promise<void> => {
      const stream = await client.chat.completions.create({
        model,
        messages: ask('Hi'),
        stream: true,
      });
      for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    };
    await expect(read()).rejects.toMatchObject({ code: 'upstream_error' });
  });

  it('throws its own error types for a wrong key and a wrong request', async () => {
    const stranger = new OpenAI({ baseURL: bench.baseUrl, apiKey: 'wrong' });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(AuthenticationError);
    await expect(
      client.chat.completions.create({ model, messages: ask('Hi'), n: 2 }),
    ).rejects.toBeInstanceOf(BadRequestError);
  });

  it('stops the run when the stream is aborted', async () => {
    bench.upstream.reply({ text: 'Some', hang: 'mid-text' });
    const number = bench.upstream.requests.length + 1;
    const stream = await client.chat.completions.create({
      model,
      messages: ask('Hi'),
      stream: true,
    });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) stream.controller.abort();
    }
    await bench.upstream.waitForAbort(number);
  });
});
