import { expect, test } from 'vitest';
import { createChatJson } from '../../../src/main/model/chat-json.ts';

const tool = (name: string): { type: 'function'; function: { name: string } } => ({
  type: 'function',
  function: { name },
});

test('bodies become the JSON that they are, with tools and without', () => {
  const json = createChatJson();
  const tools = [tool('a "quoted" name'), tool('b')];
  for (const body of [
    { model: 'm', messages: [] },
    { model: 'm', messages: [], tools: [] },
    { model: 'm', messages: [], tools, stream: true as const, seed: undefined },
    { tools: [tools[1]!], model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] },
  ]) {
    expect(JSON.parse(json(body).toString())).toEqual(JSON.parse(JSON.stringify(body)));
  }
});
