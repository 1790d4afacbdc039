import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { base, key, serve, weather } from './job.mjs';

const getWeather = createTool({
  id: 'get_weather',
  description: 'The weather of a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => weather(city),
});
const Weather = z.object({ city: z.string(), degrees: z.number() });

serve(async ({ turns, stream, ownTool, object }, abortSignal) => {
  const agent = new Agent({
    id: 'assistant',
    name: 'Assistant',
    instructions: 'You help.',
    model: { id: 'hermes/hermes-agent', url: base, apiKey: key },
    ...(ownTool ? { tools: { get_weather: getWeather } } : {}),
  });
  const messages = [];
  const texts = [];
  for (const turn of turns) {
    messages.push({ role: 'user', content: turn });
    const options = { abortSignal, ...(object ? { structuredOutput: { schema: Weather } } : {}) };
    const result = await (stream
      ? agent.stream(messages, options)
      : agent.generate(messages, options));
    const text = await result.text;
    const error = await result.error;
    if (error) throw error;
    if (object) return { texts: [text], object: await result.object };
    messages.push({ role: 'assistant', content: text });
    texts.push(text);
  }
  return { texts };
});
