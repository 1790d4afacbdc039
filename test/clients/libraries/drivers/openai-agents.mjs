import {
  Agent,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  run,
  setTracingDisabled,
  tool,
} from '@openai/agents';
import OpenAI from 'openai';
import { z } from 'zod';
import { base, key, serve, weather } from './job.mjs';

setTracingDisabled(true);
const getWeather = tool({
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => weather(city),
});
const Weather = z.object({ city: z.string(), degrees: z.number() });

serve(async ({ api, turns, stream, ownTool, object, timeout }, signal) => {
  const client = new OpenAI({
    baseURL: base,
    apiKey: key,
    ...(timeout ? { timeout: timeout * 1000 } : {}),
  });
  const Model = api === 'responses' ? OpenAIResponsesModel : OpenAIChatCompletionsModel;
  const agent = new Agent({
    name: 'Assistant',
    model: new Model(client, 'hermes-agent'),
    tools: ownTool ? [getWeather] : [],
    ...(object ? { outputType: Weather } : {}),
  });
  let history = [];
  const texts = [];
  for (const turn of turns) {
    history = [...history, { role: 'user', content: turn }];
    const result = await run(agent, history, { stream, signal });
    if (stream) {
      for await (const _ of result);
      await result.completed;
      if (result.error) throw result.error;
    }
    if (object) return { texts: [], object: result.finalOutput };
    history = result.history;
    texts.push(result.finalOutput);
  }
  return { texts };
});
