import { expect, test } from 'vitest';
import { createBodyJson } from '../../../../../src/main/model/upstream/http/body-json.ts';

const tool = (name: string): { type: 'function'; function: { name: string } } => ({
  type: 'function',
  function: { name },
});

test('bodies become the JSON that they are, with tools and without', async () => {
  const json = createBodyJson();
  const tools = [tool('a "quoted" name'), tool('b')];
  for (const body of [
    { model: 'm', messages: [] },
    { model: 'm', messages: [], tools: [] },
    { model: 'm', messages: [], tools, stream: true as const, seed: undefined },
    { tools: [tools[1]!], model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] },
    { model: 'm', input: [{ role: 'user', content: 'Hi' }], tools, store: false },
  ]) {
    expect(JSON.parse((await json(body)).toString())).toEqual(JSON.parse(JSON.stringify(body)));
  }
});

test('megabytes of messages become the JSON that they are, and others have their turn meanwhile', async () => {
  const messages = Array.from({ length: 10 }, (_, at) => ({
    role: 'user' as const,
    content: `${at} "ä😀\n`.repeat(100_000),
  }));
  const body = { model: 'm', messages, tools: [tool('a')] };
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  const bytes = await createBodyJson()(body);
  clearImmediate(next);
  expect(JSON.parse(bytes.toString())).toEqual(body);
  expect(turns).toBeGreaterThan(5);
});
