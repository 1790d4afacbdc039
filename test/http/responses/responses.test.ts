import { describe, expect, it } from 'vitest';
import { item } from '../../support/open-responses-schema.ts';
import { finalResponse, textOf } from '../../support/responses-client.ts';
import { shouting, useResponsesBench } from './responses-bench.ts';

const bench = useResponsesBench();
const last = (): number => bench.upstream.requests.length;

describe('a response', () => {
  it('is an answer that can be fetched again, also after a restart', async () => {
    bench.upstream.reply({ text: ['Hel', 'lo'] });
    const response = await bench.client.create({
      input: 'Hi',
      model: 'anything',
      instructions: 'Be kind.',
      metadata: { a: 'b' },
      temperature: 0.5,
      truncation: 'auto',
      prompt_cache_key: 'k',
    });
    expect(response).toMatchObject({
      status: 'completed',
      model: 'anything',
      metadata: { a: 'b' },
    });
    expect(textOf(response)).toBe('Hello');
    expect(await bench.client.get(response.id)).toEqual(response);
    await bench.restart();
    expect(await bench.client.get(response.id)).toEqual(response);
  });

  it('streams its events, and tells the same stream again', async () => {
    bench.upstream.reply({ reasoning: ['h', 'm'], text: ['Hel', 'lo'] });
    const events = await bench.client.stream({ input: 'Hi' });
    const { id } = finalResponse(events);
    expect(textOf(finalResponse(events))).toBe('Hello');
    expect(await bench.client.get(id)).toEqual(finalResponse(events));
    expect(await bench.client.replay(id)).toEqual(events);
    expect(await bench.client.replay(id, 5)).toEqual(events.slice(6));
    expect(await bench.client.replay(id, events.length - 1)).toEqual([]);
    await bench.restart();
    expect(await bench.client.replay(id, 5)).toEqual(events.slice(6));
  });

  it('sends headers that no proxy holds back', async () => {
    bench.upstream.reply({ text: 'x' });
    const response = await bench.client.request('POST', '/responses', {
      input: 'Hi',
      stream: true,
    });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    await response.text();
  });

  it('can be deleted, once', async () => {
    bench.upstream.reply({ text: 'x' });
    const { id } = await bench.client.create({ input: 'Hi' });
    const deleted = await bench.client.request('DELETE', `/responses/${id}`);
    expect([deleted.status, await deleted.json()]).toEqual([
      200,
      { id, object: 'response', deleted: true },
    ]);
    for (const [method, path] of [
      ['GET', `/responses/${id}`],
      ['DELETE', `/responses/${id}`],
      ['GET', `/responses/${id}/input_items`],
      ['POST', `/responses/${id}/cancel`],
    ] as const) {
      const gone = await bench.client.request(method, path, method === 'POST' ? {} : undefined);
      expect(gone.status).toBe(404);
      expect(await gone.json()).toMatchObject({
        error: { code: 'response_not_found', type: 'invalid_request_error', param: null },
      });
    }
  });

  it('lists its input', async () => {
    bench.upstream.reply({ text: 'x' });
    const { id } = await bench.client.create({
      input: ['Hi', { role: 'user', content: [{ type: 'input_text', text: 'there' }] }],
    });
    const answer = await bench.client.request('GET', `/responses/${id}/input_items?order=asc`);
    const page = (await answer.json()) as { data: unknown[] };
    expect(page.data.map((each) => item.parse(each))).toMatchObject([
      { role: 'user', content: [{ text: 'Hi' }] },
      { role: 'user', content: [{ text: 'there' }] },
    ]);
  });

  it('that is not stored can be neither fetched nor continued nor deleted', async () => {
    bench.upstream.reply({ text: 'x' });
    const { id, store } = await bench.client.create({ input: 'Hi', store: false });
    expect(store).toBe(false);
    expect((await bench.client.request('GET', `/responses/${id}`)).status).toBe(404);
    expect((await bench.client.request('DELETE', `/responses/${id}`)).status).toBe(404);
    const next = await bench.client.request('POST', '/responses', {
      input: 'And?',
      previous_response_id: id,
    });
    expect(next.status).toBe(404);
    expect(await next.json()).toMatchObject({
      error: { code: 'previous_response_not_found', param: 'previous_response_id' },
    });
  });

  it('tells what is wrong with a request before anything runs', async () => {
    const before = last();
    const refused = await bench.client.request('POST', '/responses', { input: [], stream: true });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      error: {
        message: 'No user message found in input',
        type: 'invalid_request_error',
        param: 'input',
        code: 'invalid_request_error',
      },
    });
    expect(last()).toBe(before);
  });

  it.each(['PUT', 'PATCH', 'GET'])('has no %s for the whole', async (method) => {
    const answer = await bench.client.request(method, '/responses');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });
});

describe('a chain', () => {
  it('continues what was said, each message once and in order', async () => {
    bench.upstream.replyWith(shouting);
    let previous: string | undefined;
    for (const input of ['one', 'two', 'three', 'four']) {
      const response = await bench.client.create({ input, previous_response_id: previous });
      expect(response.previous_response_id).toBe(previous ?? null);
      previous = response.id;
    }
    expect(bench.messagesOf(last())).toEqual([
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'ONE' },
      { role: 'user', content: 'two' },
      { role: 'assistant', content: 'TWO' },
      { role: 'user', content: 'three' },
      { role: 'assistant', content: 'THREE' },
      { role: 'user', content: 'four' },
    ]);
  });

  it('sees only its own past where it branches', async () => {
    bench.upstream.replyWith(shouting);
    const root = await bench.client.create({ input: 'root' });
    const left = await bench.client.create({ input: 'left', previous_response_id: root.id });
    await bench.client.create({ input: 'right', previous_response_id: root.id });
    await bench.client.create({ input: 'left again', previous_response_id: left.id });
    expect(bench.messagesOf(last()).map(({ content }) => content)).toEqual([
      'root',
      'ROOT',
      'left',
      'LEFT',
      'left again',
    ]);
  });

  it('carries instructions forward until a request has others', async () => {
    bench.upstream.replyWith(shouting);
    const one = await bench.client.create({ input: 'a', instructions: 'Speak like a pirate.' });
    const two = await bench.client.create({ input: 'b', previous_response_id: one.id });
    expect(two.instructions).toBe('Speak like a pirate.');
    expect(bench.systemOf(last())).toContain('Speak like a pirate.');
    const three = await bench.client.create({
      input: 'c',
      previous_response_id: two.id,
      instructions: 'Speak like a judge.',
    });
    expect(bench.systemOf(last())).toContain('Speak like a judge.');
    expect(bench.systemOf(last())).not.toContain('pirate');
    const four = await bench.client.create({ input: 'd', previous_response_id: three.id });
    expect(four.instructions).toBe('Speak like a judge.');
  });

  it('layers developer messages of any turn on top of the core prompt', async () => {
    bench.upstream.replyWith(shouting);
    const one = await bench.client.create({
      instructions: 'First rule.',
      input: [
        { role: 'developer', content: 'Second rule.' },
        { role: 'user', content: 'a' },
      ],
    });
    await bench.client.create({ input: 'b', previous_response_id: one.id });
    expect(bench.systemOf(last())).toContain('First rule.\nSecond rule.');
    expect(bench.messagesOf(last()).map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  it('keeps its past when a response in it is deleted', async () => {
    bench.upstream.replyWith(shouting);
    const one = await bench.client.create({ input: 'one' });
    const two = await bench.client.create({ input: 'two', previous_response_id: one.id });
    await bench.client.request('DELETE', `/responses/${one.id}`);
    await bench.client.create({ input: 'three', previous_response_id: two.id });
    expect(bench.messagesOf(last())).toHaveLength(5);
  });

  it('takes references to items of earlier responses', async () => {
    bench.upstream.replyWith(shouting);
    const one = await bench.client.create({ input: 'remember me' });
    const listed = await bench.client.request('GET', `/responses/${one.id}/input_items`);
    const { first_id: asked } = (await listed.json()) as { first_id: string };
    await bench.client.create({
      store: false,
      input: [
        { type: 'item_reference', id: asked },
        { type: 'item_reference', id: one.output[0]!.id },
        { role: 'user', content: 'now' },
      ],
    });
    expect(bench.messagesOf(last()).map(({ content }) => content)).toEqual([
      'remember me',
      'REMEMBER ME',
      'now',
    ]);
  });

  it('waits for the response it continues', async () => {
    bench.upstream.replyWith(shouting);
    bench.upstream.reply({ text: ['sl', 'ow'], chunkDelayMs: 150 });
    const first = await bench.client.create({ input: 'one', background: true });
    const second = await bench.client.create({ input: 'two', previous_response_id: first.id });
    expect(second.status).toBe('completed');
    expect(bench.messagesOf(last()).map(({ content }) => content)).toEqual(['one', 'slow', 'two']);
  });

  it('can be replayed by the client instead, without being stored', async () => {
    bench.upstream.replyWith(shouting);
    const first = await bench.client.create({ input: 'one', store: false });
    await bench.client.create({
      store: false,
      include: ['reasoning.encrypted_content'],
      input: [{ role: 'user', content: 'one' }, ...first.output, { role: 'user', content: 'two' }],
    });
    expect(bench.messagesOf(last()).map(({ content }) => content)).toEqual(['one', 'ONE', 'two']);
  });
});
