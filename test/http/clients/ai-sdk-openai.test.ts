import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClientBench, question, type ClientBench } from './agent-conversation.ts';

let bench: ClientBench;
beforeAll(async () => {
  bench = await openClientBench();
});
afterAll(() => bench.close());

const model = () =>
  createOpenAI({ baseURL: bench.baseUrl, apiKey: bench.key }).chat('hermes-agent');

describe('the Vercel AI SDK, OpenAI provider', () => {
  it('streams a conversation: text, finish reason and usage, and no tool calls', async () => {
    await bench.scriptConversation();
    const result = streamText({ model: model(), prompt: question });
    let text = '';
    const kinds = new Set<string>();
    for await (const part of result.fullStream) {
      kinds.add(part.type);
      if (part.type === 'text-delta') text += part.text;
      if (part.type === 'error') throw part.error;
    }
    bench.expectConversation({ text });
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).totalTokens).toBeGreaterThan(0);
    expect([...kinds].filter((kind) => kind.startsWith('tool'))).toEqual([]);
  });

  it('gets the conversation in one piece', async () => {
    await bench.scriptConversation();
    const { text, steps } = await generateText({ model: model(), prompt: question });
    bench.expectConversation({ text });
    expect(steps).toHaveLength(1);
  });

  it('streams a conversation when streaming is switched off in the settings', async () => {
    bench.host.host.settings.update({ streaming: { apiServer: 'off' } });
    await bench.scriptConversation();
    const pieces: string[] = [];
    for await (const piece of streamText({ model: model(), prompt: question }).textStream) {
      pieces.push(piece);
    }
    bench.host.host.settings.update({ streaming: { apiServer: 'follow' } });
    bench.expectConversation({ text: pieces.join('') });
    expect(pieces).toHaveLength(1);
  });

  it("runs the client's own tools, several steps", async () => {
    bench.upstream.reply(
      { toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] },
      { text: 'It is sunny.' },
    );
    const result = streamText({
      model: model(),
      prompt: 'How is the weather in Paris?',
      stopWhen: stepCountIs(3),
      tools: {
        get_weather: tool({
          inputSchema: jsonSchema<{ city: string }>({
            type: 'object',
            properties: { city: { type: 'string' } },
          }),
          execute: ({ city }) => `sunny in ${city}`,
        }),
      },
    });
    expect(await result.text).toBe('It is sunny.');
    expect((await result.steps).map((step) => step.finishReason)).toEqual(['tool-calls', 'stop']);
  });

  it('throws for an error within a stream', async () => {
    bench.upstream.reply({ text: ['One ', 'two ', 'three'], cutAfterChunks: 3 });
    const errors: unknown[] = [];
    const result = streamText({
      model: model(),
      prompt: 'Hi',
      maxRetries: 0,
      onError: ({ error }) => void errors.push(error),
    });
    await result.consumeStream();
    expect(JSON.stringify(errors)).toContain('upstream_error');
  });
});
