import { describe, expect, it } from 'vitest';
import { responseObject, type StreamEvent } from '../../support/open-responses-schema.ts';
import { finalResponse, readEvents, textOf } from '../../support/responses-client.ts';
import { shouting, useResponsesBench } from './responses-bench.ts';

const bench = useResponsesBench({ settings: { agent: { approvals: 'allow', maxIterations: 2 } } });
const last = (): number => bench.upstream.requests.length;

/** Starts a stream and reads it until an event of this type has come; gives what ends the connection. */
async function streamUntil(
  body: object,
  type: StreamEvent['type'],
): Promise<{ id: string; number: number; leave: () => void }> {
  const leaving = new AbortController();
  const response = await fetch(`${bench.host.url}/v1/responses`, {
    method: 'POST',
    headers: bench.host.headers,
    body: JSON.stringify({ ...body, stream: true }),
    signal: leaving.signal,
  });
  // Read by hand: leaving a loop over the body would close the connection.
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    const frames = [...text.matchAll(/^data: (\{.*\})\n\n/gm)].map(
      ([, data]) => JSON.parse(data!) as StreamEvent,
    );
    const [created] = frames;
    const found = frames.find((event) => event.type === type);
    if (!found || created?.type !== 'response.created') continue;
    const leave = (): void => leaving.abort();
    return { id: created.response.id, number: found.sequence_number, leave };
  }
  throw new Error(`The stream ended without ${type}`);
}

describe('a failure', () => {
  // The status of a stream is held back for a quarter of a second only: a busy machine may need more.
  it('before anything was said is an HTTP error, streaming or not', { retry: 3 }, async () => {
    bench.upstream.reply({ text: 'warm' });
    await bench.client.create({ input: 'Hi' });
    for (const stream of [true, false]) {
      bench.upstream.reply({ status: 401 });
      const failed = await bench.client.request('POST', '/responses', { input: 'Hi', stream });
      expect(failed.status).toBe(400);
      expect(failed.headers.get('x-should-retry')).toBe('false');
      expect(await failed.json()).toMatchObject({ error: { code: 'upstream_error' } });
    }
  });

  it('in the middle keeps the text, tells an error and ends as failed', async () => {
    bench.upstream.reply({ text: ['Half ', 'of it'], cutAfterChunks: 3, firstByteDelayMs: 300 });
    const events = await bench.client.stream({ input: 'Hi' });
    expect(events.at(-2)).toMatchObject({ type: 'error', code: 'upstream_error' });
    const response = finalResponse(events);
    expect(response).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    expect(textOf(response)).toBe('Half of it');
    expect(await bench.client.get(response.id)).toEqual(response);
    expect(await bench.client.replay(response.id)).toEqual(events);
  });

  it('can be continued: the next turn sees what was said', async () => {
    bench.upstream.reply({ text: ['Half ', 'of it'], cutAfterChunks: 3, firstByteDelayMs: 300 });
    const events = await bench.client.stream({ input: 'one', conversation: 'cut' });
    expect(finalResponse(events).status).toBe('failed');
    bench.upstream.reply({ text: 'ok' });
    await bench.client.create({ input: 'go on', conversation: 'cut' });
    expect(bench.messagesOf(last()).map(({ content }) => content)).toEqual([
      'one',
      'Half of it',
      'go on',
    ]);
  });
});

describe('an incomplete answer', () => {
  it('says when the tokens were used up', async () => {
    bench.upstream.reply({ text: 'So much', finishReason: 'length' });
    const response = await bench.client.create({ input: 'Hi', max_output_tokens: 16 });
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete' }],
    });
    expect(bench.upstream.requests.at(-1)!.body).toMatchObject({ max_tokens: 16 });
  });

  it('says when the rounds were used up', async () => {
    const toolCalls = [{ name: 'search_files', arguments: { pattern: 'x', target: 'files' } }];
    bench.upstream.reply({ toolCalls }, { toolCalls }, { text: 'This far I came.' });
    const events = await bench.client.stream({ input: 'Hi' });
    expect(finalResponse(events)).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_iterations' },
    });
    expect(textOf(finalResponse(events))).toBe('This far I came.');
  });
});

describe('a client that leaves', () => {
  it('stops the run, which is stored as interrupted with what was said', async () => {
    bench.upstream.reply({ text: ['So ', 'far'], hang: 'mid-text' });
    const { id, leave } = await streamUntil({ input: 'Hi' }, 'response.output_text.delta');
    const run = bench.host.host.runs.active()[0]!;
    leave();
    await run.finished;
    await bench.upstream.waitForAbort(last());
    const response = await bench.client.get(id);
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'interrupted' },
    });
    expect(textOf(response)).toBe('So far');
  });

  it('does not stop it within the grace time, and can come back for what it missed', async () => {
    bench.host.host.settings.update({ server: { disconnectGraceSeconds: 60 } });
    bench.upstream.reply({ text: ['So ', 'far ', 'so ', 'good'], chunkDelayMs: 100 });
    const { id, number, leave } = await streamUntil({ input: 'Hi' }, 'response.output_text.delta');
    leave();
    const missed = await bench.client.replay(id, number);
    expect(missed[0]!.sequence_number).toBe(number + 1);
    expect(textOf(finalResponse(missed))).toBe('So far so good');
    expect(finalResponse(missed).status).toBe('completed');
    bench.host.host.settings.update({ server: { disconnectGraceSeconds: 0 } });
  });
});

describe('a response in the background', () => {
  it('is queued at once, can be polled, and is there when it is done', async () => {
    bench.upstream.reply({ text: ['a', 'b'], chunkDelayMs: 50 });
    const begun = await bench.client.create({ input: 'Hi', background: true });
    expect(begun).toMatchObject({ status: 'queued', output: [], background: true });
    let now = await bench.client.get(begun.id);
    while (now.status === 'queued' || now.status === 'in_progress') {
      now = await bench.client.get(begun.id);
    }
    expect(now.status).toBe('completed');
    expect(textOf(now)).toBe('ab');
  });

  it('goes on when the client of its stream leaves, and is streamed again from anywhere', async () => {
    bench.upstream.reply({ text: ['So ', 'far ', 'so ', 'good'], chunkDelayMs: 50 });
    const { id, leave } = await streamUntil(
      { input: 'Hi', background: true },
      'response.output_text.delta',
    );
    leave();
    const [whole, rest] = await Promise.all([bench.client.replay(id), bench.client.replay(id, 3)]);
    expect(whole[0]).toMatchObject({ type: 'response.created', response: { status: 'queued' } });
    expect(textOf(finalResponse(whole))).toBe('So far so good');
    expect(rest).toEqual(whole.slice(4));
  });

  it('can be cancelled, also twice', async () => {
    bench.upstream.reply({ text: 'So far', hang: 'mid-text' });
    const n = last() + 1;
    const { id } = await bench.client.create({ input: 'Hi', background: true });
    await bench.upstream.waitForRequest(n);
    for (let time = 0; time < 2; time += 1) {
      const cancelled = await bench.client.request('POST', `/responses/${id}/cancel`);
      expect(responseObject.parse(await cancelled.json()).status).toBe('cancelled');
    }
    await bench.upstream.waitForAbort(n);
    expect((await bench.client.get(id)).status).toBe('cancelled');
  });

  it('can be deleted while it runs, which stops it', async () => {
    bench.upstream.reply({ text: 'So far', hang: 'mid-text' });
    const n = last() + 1;
    const { id } = await bench.client.create({ input: 'Hi', background: true });
    await bench.upstream.waitForRequest(n);
    expect((await bench.client.request('DELETE', `/responses/${id}`)).status).toBe(200);
    await bench.upstream.waitForAbort(n);
    expect((await bench.client.request('GET', `/responses/${id}`)).status).toBe(404);
    await bench.restart();
    expect((await bench.client.request('GET', `/responses/${id}`)).status).toBe(404);
  });

  it('is told as interrupted when the host ended with it', async () => {
    bench.upstream.reply({ text: 'So far', hang: 'mid-text' });
    const n = last() + 1;
    const { id } = await bench.client.create({ input: 'Hi', background: true });
    await bench.upstream.waitForRequest(n);
    await bench.restart();
    expect(await bench.client.get(id)).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'interrupted' },
    });
  });
});

describe('the streaming switch', () => {
  it('off: brings the text in one piece, now and when it is told again', async () => {
    bench.host.host.settings.update({ streaming: { enabled: false } });
    bench.upstream.reply({ text: ['So ', 'far'] });
    const events = await bench.client.stream({ input: 'Hi' });
    bench.host.host.settings.update({ streaming: { enabled: true } });
    const deltas = events.filter(({ type }) => type === 'response.output_text.delta');
    expect(deltas).toMatchObject([{ delta: 'So far' }]);
    expect(await bench.client.replay(finalResponse(events).id)).toEqual(events);
  });
});

it('sends a comment while nothing happens', async () => {
  bench.host.host.settings.update({ server: { keepaliveSeconds: 1 } });
  bench.upstream.reply({ text: 'late', firstByteDelayMs: 1500 });
  const answer = await bench.client.request('POST', '/responses', { input: 'Hi', stream: true });
  const text = await answer.text();
  expect(text).toContain(': keepalive\n\n');
  expect(textOf(finalResponse(readEvents(text)))).toBe('late');
});

it('sends Codex an event, for it takes comments for silence and breaks off', async () => {
  bench.host.host.settings.update({ server: { keepaliveSeconds: 1 } });
  bench.upstream.reply({ text: 'late', firstByteDelayMs: 1500 });
  const answer = await bench.client.request(
    'POST',
    '/responses',
    { input: 'Hi', stream: true },
    { 'user-agent': 'codex_exec/0.171.0 (Debian 12.0.0; x86_64)' },
  );
  const text = await answer.text();
  expect(text).toContain('\n\nevent: keepalive\ndata: {"type":"keepalive"}\n\n');
  expect(text).not.toContain(': keepalive\n\n:');
  const numbers = [...text.matchAll(/"sequence_number":(\d+)\}$/gm)].map(([, n]) => Number(n));
  expect(numbers).toEqual(numbers.map((_number, index) => index));
});

it('answers many at once', async () => {
  bench.upstream.replyWith(shouting);
  const inputs = Array.from({ length: 30 }, (_, index) => `n${index}`);
  const answers = await Promise.all(inputs.map((input) => bench.client.create({ input })));
  expect(answers.map(textOf)).toEqual(inputs.map((input) => input.toUpperCase()));
});
