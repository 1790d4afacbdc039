import { afterEach, beforeEach, expect, test } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { ask, delta, failureOf, modelFor, sse, type Asked } from './ask.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

const heard = (): Pick<Asked, 'texts' | 'reasonings'> => ({ texts: [], reasonings: [] });

// Silence

test('a service that never answers is given up after the first-byte timeout', async () => {
  upstream.reply({ hang: 'before-headers' });
  const error = await failureOf(ask(modelFor(upstream, { firstByteTimeoutMs: 1500 })));
  expect(error).toMatchObject({ kind: 'timeout' });
  expect((error as Error).message).toContain(
    'within 2 s. A large model may need longer: raise "First-byte wait"',
  );
  await upstream.waitForAbort(1);
  expect(upstream.requests).toHaveLength(1);
});

test('headers alone are no first byte', async () => {
  upstream.reply({ hang: 'after-headers' });
  const error = await failureOf(ask(modelFor(upstream, { firstByteTimeoutMs: 1500 })));
  expect(error).toMatchObject({ kind: 'timeout' });
  await upstream.waitForAbort(1);
});

test('a service that falls silent in the middle is given up, and what came stays', async () => {
  upstream.reply({ text: 'a', hang: 'mid-text' });
  const pieces = heard();
  const model = modelFor(upstream, { betweenChunksTimeoutMs: 50 });
  const error = await failureOf(ask(model, {}, new AbortController().signal, pieces));
  expect(error).toMatchObject({ kind: 'timeout' });
  expect((error as Error).message).toContain('"Between-chunks wait"');
  expect(pieces.texts).toEqual(['a']);
  await upstream.waitForAbort(1);
});

test('a long answer is no silence', async () => {
  upstream.reply({ text: Array.from({ length: 30 }, () => 'a'), chunkDelayMs: 20 });
  const model = modelFor(upstream, { firstByteTimeoutMs: 3000, betweenChunksTimeoutMs: 400 });
  expect((await ask(model)).reply.text).toHaveLength(30);
});

// Abort

test.each(['before-headers', 'after-headers', 'mid-text'] as const)(
  'aborting closes the connection to a service that hangs %s, and rejects with the reason',
  async (hang) => {
    upstream.reply({ text: 'a', hang });
    const abort = new AbortController();
    const reason = new Error('client left');
    const answer = failureOf(ask(modelFor(upstream), {}, abort.signal));
    await upstream.waitForRequest(1);
    abort.abort(reason);
    expect(await answer).toBe(reason);
    await upstream.waitForAbort(1);
  },
);

test('a service that does not end its answer after the finish reason has still answered', async () => {
  upstream.reply({
    rawChunks: [delta({ content: 'a' }, 'stop'), ': waiting\n\n'],
    chunkDelayMs: 30_000,
  });
  const model = modelFor(upstream, { betweenChunksTimeoutMs: 20_000 });
  expect((await ask(model)).reply).toMatchObject({ text: 'a', finishReason: 'stop' });
  await upstream.waitForAbort(1);
});

test('a service that does not end its answer after [DONE] is left', async () => {
  upstream.reply({
    rawChunks: [delta({ content: 'a' }, 'stop') + sse('[DONE]'), ': waiting\n\n'],
    chunkDelayMs: 30_000,
  });
  await ask(modelFor(upstream));
  await upstream.waitForAbort(1);
});

test('nothing is sent for a call that is already aborted', async () => {
  const reason = new Error('too late');
  expect(await failureOf(ask(modelFor(upstream), {}, AbortSignal.abort(reason)))).toBe(reason);
  expect(upstream.requests).toHaveLength(0);
});

test('the signal of a long run gathers no listeners', async () => {
  upstream.replyWith(() => ({ text: 'a' }));
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners -= 1;
    remove(...args);
  };
  const model = modelFor(upstream);
  for (let call = 0; call < 3; call += 1) await ask(model, {}, signal);
  expect(listeners).toBe(0);
});

test('what a listener throws is a bug, and comes out as it is', async () => {
  upstream.reply({ text: 'a', hang: 'mid-text' });
  const bug = new TypeError('bug');
  const call = modelFor(upstream).complete(
    { messages: [], tools: [], parameters: {} },
    {
      onText: () => {
        throw bug;
      },
      onReasoning: () => {},
      signal: new AbortController().signal,
    },
  );
  expect(await failureOf(call)).toBe(bug);
  await upstream.waitForAbort(1);
});
