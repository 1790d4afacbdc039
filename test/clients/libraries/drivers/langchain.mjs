import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { base, key, serve, weather } from './job.mjs';

const getWeather = tool(({ city }) => weather(city), {
  name: 'get_weather',
  description: 'The weather of a city.',
  schema: z.object({ city: z.string() }),
});
const Weather = z.object({ city: z.string(), degrees: z.number() });

serve(async ({ api, turns, stream, ownTool, object, timeout }, signal) => {
  const model = new ChatOpenAI({
    model: 'hermes-agent',
    apiKey: key,
    configuration: { baseURL: base },
    useResponsesApi: api === 'responses',
    ...(timeout ? { timeout: timeout * 1000 } : {}),
  });
  if (object) {
    const shaped = model.withStructuredOutput(Weather);
    if (!stream) return { texts: [], object: await shaped.invoke(turns[0], { signal }) };
    let last;
    for await (const piece of await shaped.stream(turns[0], { signal })) last = piece;
    return { texts: [], object: last };
  }
  const asked = ownTool ? model.bindTools([getWeather]) : model;
  const messages = [];
  const texts = [];
  for (const turn of turns) {
    messages.push(new HumanMessage(turn));
    for (;;) {
      let message;
      if (stream) {
        for await (const piece of await asked.stream(messages, { signal })) {
          message = message ? message.concat(piece) : piece;
        }
      } else message = await asked.invoke(messages, { signal });
      messages.push(message);
      if (!message.tool_calls?.length) {
        texts.push(message.text);
        break;
      }
      for (const { id, args } of message.tool_calls) {
        messages.push(
          new ToolMessage({ content: await getWeather.invoke(args), tool_call_id: id }),
        );
      }
    }
  }
  return { texts };
});
