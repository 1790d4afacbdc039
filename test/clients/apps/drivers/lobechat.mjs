import { LobeOpenAI } from './lobechat/packages/model-runtime/src/providers/openai/index.ts';
import { chainSummaryTitle } from './lobechat/packages/prompts/src/chains/summaryTitle.ts';
import { base, key, serve, weather } from './job.mjs';

// LobeChat's own runtime, which both its server and its page ask by, and its own words for a title.

const tool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

const lobe = new LobeOpenAI({ apiKey: key, baseURL: base });

/** What its page makes of an answer: each event has a name and JSON. */
async function answer(payload, signal) {
  const request = { model: 'hermes-agent', temperature: 1, stream: true, ...payload };
  const response = await lobe.chat(request, { signal, user: 'lobe' });
  const said = { content: '', reasoning: '', calls: [] };
  for (const block of (await response.text()).split('\n\n')) {
    const event = /^event: (.*)$/m.exec(block)?.[1];
    const text = /^data: (.*)$/m.exec(block)?.[1];
    if (!event || text === undefined) continue;
    const data = JSON.parse(text);
    if (event === 'text') said.content += data;
    if (event === 'reasoning') said.reasoning += data;
    if (event === 'error') throw new Error(text);
    if (event === 'tool_calls') {
      for (const { index, id, function: called } of data) {
        const call = (said.calls[index] ??= { id, type: 'function', function: { arguments: '' } });
        if (called.name) call.function.name = called.name;
        call.function.arguments += called.arguments ?? '';
      }
    }
  }
  return said;
}

const withPicture = (text, picture) =>
  picture
    ? [
        { type: 'text', text },
        { type: 'image_url', image_url: { url: picture } },
      ]
    : text;

async function chat({ turns, ownTool, picture }, signal) {
  const messages = [];
  const texts = [];
  for (const turn of turns) {
    messages.push({ role: 'user', content: withPicture(turn, picture) });
    for (;;) {
      const more = ownTool ? { tools: [tool] } : {};
      const { content, calls } = await answer({ messages, ...more }, signal);
      messages.push({ role: 'assistant', content, ...(calls.length && { tool_calls: calls }) });
      if (calls.length === 0) {
        texts.push(content);
        break;
      }
      for (const { id, function: called } of calls) {
        const { city } = JSON.parse(called.arguments);
        messages.push({
          role: 'tool',
          tool_call_id: id,
          name: called.name,
          content: weather(city),
        });
      }
    }
  }
  return { texts };
}

serve(async (task, signal) => {
  if (task.models) return { texts: [], object: await lobe.models() };
  if (!task.titleOf) return chat(task, signal);
  const { content } = await answer(chainSummaryTitle(task.titleOf, 'en-US'), signal);
  return { texts: [content] };
});
