import { OpenAIConversationsSession } from '@openai/agents';
import OpenAI from 'openai';
import { beforeEach, describe, expect, it } from 'vitest';
import { shouting, useResponsesBench } from './responses-bench.ts';

/** Conversations as objects, as the clients of OpenAI use them. */

const bench = useResponsesBench();
let openai: OpenAI;
beforeEach(() => {
  bench.upstream.replyWith(shouting);
  openai = clientOf();
});
const clientOf = (): OpenAI =>
  new OpenAI({ baseURL: `${bench.host.url}/v1`, apiKey: bench.host.key!, maxRetries: 0 });
const said = (): unknown[] =>
  bench.messagesOf(bench.upstream.requests.length).map(({ content }) => content);
const message = (
  text: string,
  role: 'user' | 'assistant' = 'user',
): OpenAI.Responses.ResponseInputItem => ({ type: 'message', role, content: text });
type Item = OpenAI.Conversations.ConversationItem;
const textOf = (item: Item): string =>
  item.type === 'message'
    ? item.content.map((part) => ('text' in part ? part.text : part.type)).join('')
    : item.type;
const all = async (id: string): Promise<Item[]> => {
  const items: Item[] = [];
  const pages = openai.conversations.items.list(id, { order: 'asc', limit: 2 });
  for await (const item of pages) items.push(item);
  return items;
};
const textsOf = async (id: string): Promise<string[]> => (await all(id)).map(textOf);
const statusOf = (asked: Promise<unknown>): Promise<[number, string]> =>
  asked.then(
    () => [200, ''],
    (error: { status: number; code: string }) => [error.status, error.code],
  );

describe('a conversation', () => {
  it('is made, read, changed and deleted', async () => {
    const made = await openai.conversations.create({ metadata: { topic: 'tea' } });
    expect(made).toMatchObject({ object: 'conversation', metadata: { topic: 'tea' } });
    expect(made.id).toMatch(/^conv_[\da-f]{48}$/);
    expect(Math.abs(made.created_at - Date.now() / 1000)).toBeLessThan(60);
    expect(await openai.conversations.retrieve(made.id)).toEqual(made);
    const changed = await openai.conversations.update(made.id, { metadata: { topic: 'coffee' } });
    expect(changed).toEqual({ ...made, metadata: { topic: 'coffee' } });
    await bench.restart();
    openai = clientOf();
    expect(await openai.conversations.retrieve(made.id)).toEqual(changed);
    expect(await openai.conversations.delete(made.id)).toEqual({
      id: made.id,
      object: 'conversation.deleted',
      deleted: true,
    });
    const gone = [404, 'conversation_not_found'];
    expect(await statusOf(openai.conversations.retrieve(made.id))).toEqual(gone);
    expect(await statusOf(openai.conversations.delete(made.id))).toEqual(gone);
    expect(await statusOf(openai.conversations.update(made.id, { metadata: {} }))).toEqual(gone);
    expect(await statusOf(openai.conversations.items.list(made.id))).toEqual(gone);
    const asked = openai.responses.create({ model: 'any', input: 'hi', conversation: made.id });
    expect(await statusOf(asked)).toEqual(gone);
  });

  it('goes on with its items, and has those of the responses in it', async () => {
    const { id } = await openai.conversations.create({
      items: [message('I am Ada'), message('Hello Ada', 'assistant')],
    });
    const response = await openai.responses.create({
      model: 'any',
      input: 'who am I',
      conversation: id,
    });
    expect(said()).toEqual(['I am Ada', 'Hello Ada', 'who am I']);
    expect(response.conversation).toEqual({ id });
    await openai.conversations.items.create(id, { items: [message('and now?')] });
    await openai.responses.create({ model: 'any', input: 'go on', conversation: { id } });
    expect(said()).toEqual(['I am Ada', 'Hello Ada', 'who am I', 'WHO AM I', 'and now?', 'go on']);
    expect(await textsOf(id)).toEqual([...(said() as string[]), 'GO ON']);
    // The same item under the same id, wherever it is told.
    const output = response.output[0]!;
    expect(await openai.conversations.items.retrieve(output.id!, { conversation_id: id })).toEqual(
      output,
    );
  });

  it('lists its items page by page, the latest first', async () => {
    const items = Array.from({ length: 20 }, (_, index) => message(`m${index}`));
    const { id } = await openai.conversations.create({ items });
    await openai.conversations.items.create(id, { items: [message('last')] });
    const first = await openai.conversations.items.list(id, { limit: 3 });
    expect(first.data.map(textOf)).toEqual(['last', 'm19', 'm18']);
    expect(first).toMatchObject({ has_more: true, last_id: first.data[2]!.id });
    const next = await first.getNextPage();
    expect(next.data.map(textOf)).toEqual(['m17', 'm16', 'm15']);
    expect(await textsOf(id)).toEqual([...items.map((_, index) => `m${index}`), 'last']);
    expect(new Set((await all(id)).map((item) => item.id)).size).toBe(21);
  });

  it('loses an item for the model too', async () => {
    const { id } = await openai.conversations.create({
      items: [message('secret'), message('plain')],
    });
    await openai.responses.create({ model: 'any', input: 'one', conversation: id });
    await openai.responses.create({ model: 'any', input: 'two', conversation: id });
    for (const item of await all(id)) {
      if (!['secret', 'ONE', 'two'].includes(textOf(item))) continue;
      const left = await openai.conversations.items.delete(item.id!, { conversation_id: id });
      expect(left).toMatchObject({ id, object: 'conversation' });
      const again = openai.conversations.items.delete(item.id!, { conversation_id: id });
      expect(await statusOf(again)).toEqual([404, 'item_not_found']);
    }
    expect(await textsOf(id)).toEqual(['plain', 'one', 'TWO']);
    await openai.responses.create({ model: 'any', input: 'three', conversation: id });
    expect(said()).toEqual(['plain', 'one', 'TWO', 'three']);
  });

  it('that responses have begun under a name is one too', async () => {
    const name = 'notes / of me';
    await openai.responses.create({ model: 'any', input: 'one', conversation: name });
    expect(await openai.conversations.retrieve(name)).toMatchObject({ id: name, metadata: {} });
    expect(await textsOf(name)).toEqual(['one', 'ONE']);
    await openai.conversations.update(name, { metadata: { kept: 'yes' } });
    await openai.conversations.items.create(name, { items: [message('two')] });
    await openai.responses.create({ model: 'any', input: 'three', conversation: name });
    expect(said()).toEqual(['one', 'ONE', 'two', 'three']);
    await openai.conversations.delete(name);
    expect(await statusOf(openai.conversations.retrieve(name))).toEqual([
      404,
      'conversation_not_found',
    ]);
    // A name is free again; what was said is gone from it.
    await openai.responses.create({ model: 'any', input: 'anew', conversation: name });
    expect(said()).toEqual(['anew']);
  });

  it('keeps its instructions over items that are added', async () => {
    const { id } = await openai.conversations.create();
    const instructions = 'Speak like a pirate';
    await openai.responses.create({ model: 'any', input: 'one', instructions, conversation: id });
    await openai.conversations.items.create(id, { items: [message('two')] });
    await openai.responses.create({ model: 'any', input: 'three', conversation: id });
    expect(bench.systemOf(bench.upstream.requests.length)).toContain(instructions);
  });

  it('waits with new items until its run is over', async () => {
    const { id } = await openai.conversations.create();
    const before = bench.upstream.requests.length;
    bench.upstream.reply({ text: ['slow', ' answer'], chunkDelayMs: 200 });
    const running = openai.responses.create({ model: 'any', input: 'one', conversation: id });
    await bench.upstream.waitForRequest(before + 1);
    await openai.conversations.items.create(id, { items: [message('two')] });
    await running;
    expect(await textsOf(id)).toEqual(['one', 'slow answer', 'two']);
  });

  it('has the calls of a client and their outputs', async () => {
    const { id } = await openai.conversations.create({
      items: [
        message('weather?'),
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'rain' },
        // Of a tool that only another service has.
        { type: 'web_search_call', id: 'ws_1', status: 'completed' } as never,
      ],
    });
    expect(await textsOf(id)).toEqual(['weather?', 'function_call', 'function_call_output']);
    await openai.responses.create({ model: 'any', input: 'so?', conversation: id });
    expect(bench.messagesOf(bench.upstream.requests.length)).toMatchObject([
      { content: 'weather?' },
      { tool_calls: [{ id: 'c1' }] },
      { role: 'tool', content: 'rain' },
      { content: 'so?' },
    ]);
  });

  it('lets no item that was added be taken for a response', async () => {
    const { id } = await openai.conversations.create({ items: [message('one')] });
    const [item] = await all(id);
    const turn = `add_${item!.id!.replace(/^msg_|a\d+$/g, '')}`;
    expect(await statusOf(openai.responses.retrieve(turn))).toEqual([404, 'response_not_found']);
    expect(await statusOf(openai.responses.delete(turn))).toEqual([404, 'response_not_found']);
    const asked = { model: 'any', input: 'hi', previous_response_id: turn };
    const refused = [404, 'previous_response_not_found'];
    expect(await statusOf(openai.responses.create(asked))).toEqual(refused);
    // It can be referred to as an item.
    const input = [{ type: 'item_reference' as const, id: item!.id! }];
    await openai.responses.create({ model: 'any', input });
    expect(said()).toEqual(['one']);
  });
});

describe('what is refused', () => {
  const post = async (path: string, body: unknown): Promise<[number, string | null]> => {
    const answer = await fetch(`${bench.host.url}/v1/conversations${path}`, {
      method: 'POST',
      headers: bench.host.headers,
      body: JSON.stringify(body),
    });
    const { error } = (await answer.json()) as { error?: { param: string | null } };
    return [answer.status, error?.param ?? null];
  };
  const many = Array.from({ length: 21 }, () => message('x'));

  it.each([
    [{ items: many }, 'items'],
    [{ items: 'one' }, 'items'],
    [{ items: [{ type: 'message', role: 'wizard', content: 'x' }] }, 'items[0].role'],
    [{ metadata: { a: 1 } }, 'metadata.a'],
    [{ metadata: Object.fromEntries(many.map((_, index) => [`k${index}`, 'v'])) }, 'metadata'],
    [[], null],
  ])('%j for a new one', async (body, param) => {
    expect(await post('', body)).toEqual([400, param]);
  });

  it('no items, or too many, to be added; and no metadata to be changed', async () => {
    const { id } = await openai.conversations.create();
    expect(await post(`/${id}/items`, { items: [] })).toEqual([400, 'items']);
    expect(await post(`/${id}/items`, { items: many })).toEqual([400, 'items']);
    expect(await post(`/${id}/items`, {})).toEqual([400, 'items']);
    expect(await post(`/${id}`, {})).toEqual([400, 'metadata']);
    expect(await all(id)).toEqual([]);
  });
});

describe('the session of the OpenAI Agents', () => {
  it('keeps what is put there, gives it back, and is emptied', async () => {
    const session = new OpenAIConversationsSession({ client: openai as never });
    const user = { type: 'message' as const, role: 'user' as const, content: 'Hello' };
    await session.addItems([
      user,
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hi there' }],
      },
    ]);
    await session.addItems([{ ...user, content: 'More' }]);
    const texts = (items: unknown[]): string[] =>
      items.map(
        (item) => /"text":"([^"]*)"/.exec(JSON.stringify(item))?.[1] ?? JSON.stringify(item),
      );
    expect(texts(await session.getItems())).toEqual(['Hello', 'Hi there', 'More']);
    expect(texts(await session.getItems(2))).toEqual(['Hi there', 'More']);
    expect(texts([await session.popItem()])).toEqual(['More']);
    expect(texts(await session.getItems())).toEqual(['Hello', 'Hi there']);
    await session.clearSession();
    expect(await session.getItems()).toEqual([]);
  });
});
