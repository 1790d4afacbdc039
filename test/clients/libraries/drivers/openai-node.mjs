import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { base, key, serve, weather } from './job.mjs';

const Weather = z.object({ city: z.string(), degrees: z.number() });
const tool = {
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const model = 'hermes-agent';

async function chat(client, { turns, stream, ownTool, object }, signal) {
  const messages = [];
  const texts = [];
  const more = ownTool ? { tools: [{ type: 'function', function: tool }] } : {};
  const format = object ? { response_format: zodResponseFormat(Weather, 'weather') } : {};
  for (const turn of turns) {
    messages.push({ role: 'user', content: turn });
    for (;;) {
      const request = { model, messages, ...more, ...format };
      const { choices } = stream
        ? await client.chat.completions.stream(request, { signal }).finalChatCompletion()
        : await client.chat.completions[object ? 'parse' : 'create'](request, { signal });
      const { message } = choices[0];
      if (object) return { texts: [message.content], object: message.parsed };
      messages.push(message);
      if (!message.tool_calls?.length) {
        texts.push(message.content);
        break;
      }
      for (const call of message.tool_calls) {
        const content = weather(JSON.parse(call.function.arguments).city);
        messages.push({ role: 'tool', tool_call_id: call.id, content });
      }
    }
  }
  return { texts };
}

async function responses(client, { turns, stream, ownTool, object }, signal) {
  const texts = [];
  let previous;
  const more = ownTool ? { tools: [{ type: 'function', ...tool }] } : {};
  const format = object ? { text: { format: zodTextFormat(Weather, 'weather') } } : {};
  for (const turn of turns) {
    let input = [{ role: 'user', content: turn }];
    for (;;) {
      const request = { model, input, previous_response_id: previous, ...more, ...format };
      const answer = stream
        ? await client.responses.stream(request, { signal }).finalResponse()
        : await client.responses[object ? 'parse' : 'create'](request, { signal });
      if (answer.status !== 'completed') throw new Error(JSON.stringify(answer.error));
      if (object) return { texts: [answer.output_text], object: answer.output_parsed };
      previous = answer.id;
      input = answer.output
        .filter(({ type }) => type === 'function_call')
        .map((call) => ({
          type: 'function_call_output',
          call_id: call.call_id,
          output: weather(JSON.parse(call.arguments).city),
        }));
      if (input.length === 0) {
        texts.push(answer.output_text);
        break;
      }
    }
  }
  return { texts };
}

serve((task, signal) => {
  const limit = task.timeout ? { timeout: task.timeout * 1000 } : {};
  const client = new OpenAI({ baseURL: base, apiKey: key, ...limit });
  return (task.api === 'responses' ? responses : chat)(client, task, signal);
});
