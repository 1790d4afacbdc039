import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClientBench, question, type ClientBench } from './agent-conversation.ts';

let bench: ClientBench;
beforeAll(async () => {
  bench = await openClientBench();
});
afterAll(() => bench.close());

/** As ChatBox and Jan make it. */
const model = (baseURL = bench.baseUrl) =>
  createOpenAICompatible({ name: 'hermes', baseURL, apiKey: bench.key, includeUsage: true })(
    'hermes-agent',
  );

describe('the Vercel AI SDK, OpenAI-compatible provider', () => {
  it('streams a conversation and shows tool activity as reasoning', async () => {
    await bench.scriptConversation();
    const result = streamText({ model: model(), prompt: question });
    const seen = { text: '', reasoning: '' };
    for await (const part of result.fullStream) {
      if (part.type === 'text-delta') seen.text += part.text;
      if (part.type === 'reasoning-delta') seen.reasoning += part.text;
      if (part.type === 'error') throw part.error;
    }
    bench.expectConversation(seen);
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).totalTokens).toBeGreaterThan(0);
  });

  it('gets the conversation in one piece, with reasoning', async () => {
    await bench.scriptConversation();
    const { text, reasoningText } = await generateText({ model: model(), prompt: question });
    bench.expectConversation({ text, reasoning: reasoningText ?? '' });
  });

  it.each(['', '/', '/v1/', '/v1/v1'])('answers under the base URL …%s', async (suffix) => {
    bench.upstream.reply({ text: 'Hello' });
    const { text } = await generateText({ model: model(bench.host.url + suffix), prompt: 'Hi' });
    expect(text).toBe('Hello');
  });

  it('sends images in the way the model service takes them', async () => {
    bench.upstream.reply({ text: 'A dot' });
    const png = Buffer.from('iVBORw0KGgo=', 'base64');
    await generateText({
      model: model(),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', image: png, mediaType: 'image/png' },
          ],
        },
      ],
    });
    expect(bench.upstream.requests.at(-1)!.body.messages.at(-1)!.content).toContainEqual({
      type: 'image_url',
      image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' },
    });
  });
});
