import { afterEach, beforeEach, expect, test } from 'vitest';
import { UpstreamError } from '../../../src/main/model/upstream/errors/upstream-error.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { ask, delta, failureOf, modelFor, sse, type Asked } from './ask.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

const heard = (): Pick<Asked, 'texts' | 'reasonings'> => ({ texts: [], reasonings: [] });

// Streaming that fails

test('a service that cannot stream is asked for the whole answer, and the next time at once', async () => {
  upstream.reply(
    { text: 'whole', reasoning: 'Hm', refuseStreaming: true },
    { text: 'again', refuseStreaming: true },
  );
  const model = modelFor(upstream);
  const first = await ask(model);
  expect(first).toMatchObject({ texts: ['whole'], reasonings: ['Hm'] });
  expect(first.reply.usage).toMatchObject({ inputTokens: 10 });
  expect((await ask(model)).texts).toEqual(['again']);
  expect(upstream.requests.map(({ body }) => body.stream)).toEqual([true, false, false]);
});

test('a service that does not know stream_options still streams', async () => {
  upstream.replyWith((body) =>
    body.stream_options
      ? { status: 400, body: { error: { message: "Unknown field 'stream_options'" } } }
      : { text: ['a', 'b'] },
  );
  const { texts, reply } = await ask(modelFor(upstream));
  expect(texts).toEqual(['a', 'b']);
  expect(reply.usage).toBeNull();
  expect(upstream.requests.map(({ body }) => body.stream)).toEqual([true, true]);
});

test('a service that wants max_completion_tokens gets it', async () => {
  upstream.replyWith((body) =>
    'max_tokens' in body
      ? {
          status: 400,
          body: {
            error: { message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'." },
          },
        }
      : { text: 'ok' },
  );
  await ask(modelFor(upstream), { parameters: { max_tokens: 5 } });
  expect(upstream.requests[1]!.body).toMatchObject({ max_completion_tokens: 5, stream: true });
});

test('JSON in answer to a stream is taken as the whole answer', async () => {
  upstream.reply({
    body: {
      choices: [{ message: { role: 'assistant', content: 'whole' }, finish_reason: 'length' }],
    },
  });
  const { texts, reply } = await ask(modelFor(upstream));
  expect(texts).toEqual(['whole']);
  expect(reply.finishReason).toBe('length');
  expect(upstream.requests).toHaveLength(1);
});

test.each([
  ['nothing', []],
  ['only [DONE]', [sse('[DONE]')]],
  ['only nonsense', ['data: {"broken\n\n', sse('[DONE]')]],
  [
    'half a tool call',
    [delta({ tool_calls: [{ index: 0, function: { name: 'f', arguments: '{"a' } }] })],
  ],
  [
    'a tool call and no end',
    [delta({ tool_calls: [{ index: 0, function: { name: 'f', arguments: '{}' } }] })],
  ],
])('a stream that holds %s is followed by one plain call', async (_name, rawChunks) => {
  upstream.reply({ rawChunks }, { text: 'whole' });
  expect((await ask(modelFor(upstream))).texts).toEqual(['whole']);
  expect(upstream.requests.map(({ body }) => body.stream)).toEqual([true, false]);
});

test('a stream that breaks off at every try is followed by one plain call', async () => {
  const cut = { text: 'a', cutAfterChunks: 1 };
  upstream.reply(cut, cut, cut, cut, { text: 'whole' });
  upstream.reply(cut, cut, cut, cut, { status: 500 });
  const model = modelFor(upstream);
  expect((await ask(model)).texts).toEqual(['whole']);
  expect(await failureOf(ask(model))).toMatchObject({ kind: 'server', status: 500 });
  const tries = [true, true, true, true, false];
  expect(upstream.requests.map(({ body }) => body.stream)).toEqual([...tries, ...tries]);
});

test('when the plain call makes no sense either, the failure is told', async () => {
  upstream.reply({ rawChunks: [] }, { body: 'no json' });
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'protocol' });
  expect(upstream.requests).toHaveLength(2);
});

test('an error inside the stream, before any piece, is handled like a status', async () => {
  upstream.reply(
    { rawChunks: [sse({ error: { message: 'Provider down', code: 502 } })] },
    { rawChunks: [sse({ error: { message: 'Bad key', code: 401 } })] },
  );
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'authentication', status: 401 });
  expect(upstream.requests).toHaveLength(2);
});

// After the first piece

test.each([
  ['the connection breaks', { cutAfterChunks: 2 }, 'connection', /broke off in the middle/],
  [
    'an error is reported',
    { rawChunks: [delta({ content: 'a' }), sse({ error: { message: 'Boom' } })] },
    'server',
    /failed \(500: Boom\)/,
  ],
  [
    'the reason for the end is an error',
    { rawChunks: [delta({ content: 'a' }), delta({}, 'error')] },
    'server',
    /did not say which/,
  ],
  [
    'a call is cut off',
    {
      rawChunks: [
        delta({ content: 'a' }),
        delta({ tool_calls: [{ index: 0, id: 'x', function: { name: 'f', arguments: '{' } }] }),
      ],
    },
    'protocol',
    /middle of a tool call/,
  ],
  [
    'the stream ends without a word',
    { rawChunks: [delta({ content: 'a' })] },
    'protocol',
    /middle of its answer/,
  ],
])(
  'when %s after a piece, the failure is told and nothing is repeated',
  async (_n, how, kind, said) => {
    upstream.reply({ text: ['a', 'b'], ...how });
    const pieces = heard();
    const error = await failureOf(
      ask(modelFor(upstream), {}, new AbortController().signal, pieces),
    );
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ kind });
    expect((error as Error).message).toMatch(said);
    expect(pieces.texts).toEqual(['a']);
    expect(upstream.requests).toHaveLength(1);
  },
);

test('reasoning counts as a piece: nothing is repeated after it', async () => {
  upstream.reply({ reasoning: 'Hm', text: 'a', cutAfterChunks: 2 });
  const pieces = heard();
  const error = await failureOf(ask(modelFor(upstream), {}, new AbortController().signal, pieces));
  expect(error).toMatchObject({ kind: 'connection' });
  expect(pieces).toEqual({ texts: [], reasonings: ['Hm'] });
  expect(upstream.requests).toHaveLength(1);
});

test('a connection that breaks after the finish reason leaves a whole reply', async () => {
  upstream.reply({ text: 'a', cutAfterChunks: 3 });
  expect((await ask(modelFor(upstream))).reply).toMatchObject({ text: 'a', finishReason: 'stop' });
});
