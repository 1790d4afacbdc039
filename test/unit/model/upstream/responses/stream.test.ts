import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UpstreamError } from '../../../../../src/main/model/upstream/errors/upstream-error.ts';
import { framesOf } from '../../../../support/responses-upstream/frames.ts';
import {
  startResponsesUpstream,
  type ResponsesUpstream,
} from '../../../../support/responses-upstream/responses-upstream.ts';
import { ask, failureOf } from '../../ask.ts';
import { responsesModel, weather } from './asking.ts';

let upstream: ResponsesUpstream;
beforeEach(async () => {
  upstream = await startResponsesUpstream();
});
afterEach(() => upstream.close());

describe('An answer', () => {
  test('comes piece by piece, with its usage', async () => {
    upstream.reply({
      reasoning: [['First ', 'this.'], 'Then that.'],
      text: ['Hel', 'lo ', 'world'],
      usage: { input: 12, output: 30, cached: 5, reasoning: 20 },
    });
    const { reply, texts, reasonings } = await ask(responsesModel(upstream));
    expect(texts).toEqual(['Hel', 'lo ', 'world']);
    expect(reasonings).toEqual(['First ', 'this.', '\n\nThen that.']);
    expect(reply).toEqual({
      text: 'Hello world',
      reasoning: 'First this.\n\nThen that.',
      toolCalls: [],
      finishReason: 'stop',
      usage: { inputTokens: 12, cachedInputTokens: 5, outputTokens: 30, reasoningTokens: 20 },
    });
  });

  test('of calls, in their order', async () => {
    upstream.reply({
      toolCalls: [
        { id: 'a', name: 'weather', arguments: { city: 'Ulm' } },
        { id: 'b', name: 'weather', arguments: '' },
      ],
    });
    const { reply } = await ask(responsesModel(upstream), { tools: [weather] });
    expect(reply).toMatchObject({
      text: '',
      toolCalls: [
        { id: 'a', name: 'weather', arguments: '{"city":"Ulm"}' },
        { id: 'b', name: 'weather', arguments: '{}' },
      ],
      finishReason: 'tool_calls',
    });
  });

  test('of calls with one id has an id for each', async () => {
    upstream.reply({
      toolCalls: [
        { id: 'a', name: 'weather', arguments: {} },
        { id: 'a', name: 'weather', arguments: {} },
      ],
    });
    const { reply } = await ask(responsesModel(upstream), { tools: [weather] });
    expect(new Set(reply.toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  test('that is a refusal', async () => {
    upstream.reply({ refusal: 'I cannot help with that.' });
    const { reply, texts } = await ask(responsesModel(upstream));
    expect(texts).toEqual(['I cannot help with that.']);
    expect(reply).toMatchObject({ text: 'I cannot help with that.', finishReason: 'stop' });
  });

  test.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content_filter'],
  ] as const)('that stops for %s', async (incomplete, finishReason) => {
    upstream.reply({ text: 'Half', incomplete });
    const { reply } = await ask(responsesModel(upstream));
    expect(reply).toMatchObject({ text: 'Half', finishReason });
  });

  test('without usage', async () => {
    upstream.reply({ text: 'ok', usage: null });
    expect((await ask(responsesModel(upstream))).reply.usage).toBeNull();
  });

  test('with whole items and no pieces, as some gateways send it', async () => {
    const { events } = framesOf(
      { reasoning: ['Hm.'], text: 'Whole.', toolCalls: [{ name: 'weather', arguments: {} }] },
      { model: 'm', encrypted: undefined },
    );
    const raw = events
      .filter(({ type }) => !/delta|part|text/.test(type))
      .map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`);
    upstream.reply({ raw: [...raw, 'data: [DONE]\n\n'] });
    const { reply, texts, reasonings } = await ask(responsesModel(upstream), { tools: [weather] });
    expect({ texts, reasonings }).toEqual({ texts: ['Whole.'], reasonings: ['Hm.'] });
    expect(reply.toolCalls).toHaveLength(1);
  });

  test('of which only the last event came', async () => {
    const { events } = framesOf(
      { text: 'Whole.', toolCalls: [{ name: 'weather', arguments: {} }] },
      { model: 'm', encrypted: undefined },
    );
    upstream.reply({ raw: [`data: ${JSON.stringify(events.at(-1))}\n\n`] });
    const { reply } = await ask(responsesModel(upstream), { tools: [weather] });
    expect(reply).toMatchObject({ text: 'Whole.', toolCalls: [{ name: 'weather' }] });
  });

  test('between events that nobody knows, and lines that are no JSON', async () => {
    const { events } = framesOf({ text: 'ok' }, { model: 'm', encrypted: undefined });
    const odd =
      'data: {"type":"response.surprise","sequence_number":99}\n\ndata: {broken\n\n: hi\n\n';
    upstream.reply({ raw: events.map((event) => `${odd}data: ${JSON.stringify(event)}\n\n`) });
    expect((await ask(responsesModel(upstream))).reply.text).toBe('ok');
  });

  test('that comes whole though a stream was asked for', async () => {
    const { response } = framesOf(
      { reasoning: ['Hm.'], text: 'Whole.' },
      { model: 'm', encrypted: undefined },
    );
    upstream.reply({ body: response });
    const { reply } = await ask(responsesModel(upstream));
    expect(reply).toMatchObject({ text: 'Whole.', reasoning: 'Hm.', finishReason: 'stop' });
  });
});

/** How a call failed. */
async function errorOf(model = responsesModel(upstream)): Promise<UpstreamError> {
  const failure = await failureOf(ask(model));
  expect(failure).toBeInstanceOf(UpstreamError);
  return failure as UpstreamError;
}

describe('Trouble', () => {
  test.each([
    [401, 'authentication', 1],
    [429, 'rate_limit', 4],
    [500, 'server', 4],
    [400, 'bad_request', 1],
  ])('a status %i', async (status, kind, requests) => {
    upstream.replyWith(() => ({ status }));
    expect(await errorOf()).toMatchObject({ kind, status });
    expect(upstream.requests).toHaveLength(requests);
  });

  test('what passes is tried again', async () => {
    upstream.reply(
      { status: 503 },
      { failed: { code: 'server_error', message: 'Oh.' } },
      { text: 'ok' },
    );
    expect((await ask(responsesModel(upstream))).reply.text).toBe('ok');
    expect(upstream.requests).toHaveLength(3);
  });

  test('a response that failed says why', async () => {
    upstream.replyWith(() => ({
      failed: { code: 'invalid_image', message: 'The image cannot be read.' },
    }));
    const error = await errorOf();
    expect(error).toMatchObject({ kind: 'bad_request', status: 400 });
    expect(error.message).toContain('The image cannot be read.');
    expect(upstream.requests).toHaveLength(1);
  });

  test('an error event in place of an answer is tried again if that may help', async () => {
    upstream.reply(
      { error: { code: 'rate_limit_exceeded', message: 'Slow down.', param: null } },
      { text: 'ok' },
    );
    expect((await ask(responsesModel(upstream))).reply.text).toBe('ok');
  });

  test('an error event with an object of its own', async () => {
    const error = { type: 'error', error: { code: 'insufficient_quota', message: 'No credit.' } };
    upstream.replyWith(() => ({ raw: [`data: ${JSON.stringify(error)}\n\n`] }));
    expect((await errorOf()).message).toContain('No credit.');
  });

  test('a failure after text is told, with the text kept', async () => {
    upstream.reply({ text: 'Half', failed: { code: 'server_error', message: 'Oh.' } });
    const heard = { texts: [] as string[], reasonings: [] as string[] };
    const failure = await failureOf(
      ask(responsesModel(upstream), {}, new AbortController().signal, heard),
    );
    expect(failure).toMatchObject({ kind: 'server' });
    expect(heard.texts).toEqual(['Half']);
    expect(upstream.requests).toHaveLength(1);
  });

  test.each(['cutAfter', 'endAfter'] as const)(
    'a stream that stops in the middle of its text (%s)',
    async (how) => {
      upstream.reply({ text: 'Half', [how]: 5 });
      await errorOf();
      expect(upstream.requests).toHaveLength(1);
    },
  );

  test('a stream that ends before anything came is asked for without streaming', async () => {
    upstream.reply({ text: 'no', endAfter: 0 }, { text: 'Plain.' });
    expect((await ask(responsesModel(upstream))).reply.text).toBe('Plain.');
    expect(upstream.requests.map(({ body }) => body['stream'])).toEqual([true, false]);
    expect(upstream.requests[1]!.refused).toBeUndefined();
  });

  test('a stream that is cut before its text is asked for without streaming in the end', async () => {
    upstream.replyWith((body) =>
      body['stream'] ? { text: 'no', cutAfter: 2 } : { text: 'Plain.' },
    );
    expect((await ask(responsesModel(upstream))).reply.text).toBe('Plain.');
  });

  test('a stream that stops in the middle of a call', async () => {
    upstream.replyWith(() => ({
      toolCalls: [{ name: 'weather', arguments: { city: 'Ulm' } }],
      endAfter: 4,
    }));
    // Nothing was handed on yet, so it is asked for in one piece.
    const { reply } = await ask(responsesModel(upstream), { tools: [weather] });
    expect(reply.toolCalls).toHaveLength(1);
    expect(upstream.requests.map(({ body }) => body['stream'])).toEqual([true, false]);
  });

  test('silence, at first and in between', async () => {
    upstream.replyWith(() => ({ text: 'Half', hangAfter: 0 }));
    const first = await errorOf(responsesModel(upstream, { firstByteTimeoutMs: 50 }));
    expect(first).toMatchObject({ kind: 'timeout' });
    upstream.replyWith(() => ({ text: 'Half', hangAfter: 5 }));
    const between = await errorOf(responsesModel(upstream, { betweenChunksTimeoutMs: 50 }));
    expect(between.message).toContain('in the middle of its answer');
  });

  test('after its last event the end of the stream is not waited for long', async () => {
    upstream.reply({ text: 'ok', hangAfter: 99 });
    const began = performance.now();
    expect((await ask(responsesModel(upstream))).reply.text).toBe('ok');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('a stop closes the connection', async () => {
    upstream.reply({ text: 'Half', hangAfter: 5 });
    const stop = new AbortController();
    const asked = failureOf(ask(responsesModel(upstream), {}, stop.signal));
    setImmediate(() => stop.abort(new Error('enough')));
    expect(String(await asked)).toContain('enough');
    if (upstream.requests.length > 0) await upstream.waitForAbort(1);
  });

  test('a web page', async () => {
    upstream.reply({ body: '<title>Portal</title>', headers: { 'content-type': 'text/html' } });
    expect((await errorOf()).message).toContain('is a web page ("Portal")');
  });
});
