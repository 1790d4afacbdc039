import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, isStepCount, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { base, key, serve, weather } from './job.mjs';

const tools = {
  get_weather: tool({
    description: 'The weather of a city.',
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => weather(city),
  }),
};
const shape = Output.object({ schema: z.object({ city: z.string(), degrees: z.number() }) });
const chat = createOpenAICompatible({
  name: 'hermes',
  baseURL: base,
  apiKey: key,
  supportsStructuredOutputs: true,
});
const responses = createOpenAI({ baseURL: base, apiKey: key });

serve(async ({ api, turns, stream, ownTool, object }, abortSignal) => {
  const model = api === 'responses' ? responses.responses('hermes-agent') : chat('hermes-agent');
  const messages = [];
  const texts = [];
  for (const turn of turns) {
    messages.push({ role: 'user', content: turn });
    let failure;
    const result = (stream ? streamText : generateText)({
      model,
      messages,
      abortSignal,
      stopWhen: (isStepCount ?? stepCountIs)(5),
      ...(ownTool ? { tools } : {}),
      ...(object ? { output: shape } : {}),
      ...(stream ? { onError: ({ error }) => (failure = error) } : {}),
    });
    if (stream) await result.consumeStream();
    if (failure) throw failure;
    const { text, output, response } = stream
      ? {
          text: await result.text,
          output: object ? await result.output : undefined,
          response: await result.response,
        }
      : await result;
    if (object) return { texts: [text], object: output };
    messages.push(...response.messages);
    texts.push(text);
  }
  return { texts };
});
