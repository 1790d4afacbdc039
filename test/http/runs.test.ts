import { createParser } from 'eventsource-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunEvent } from '../../src/shared/run-events.ts';
import { responsesClient, type ResponsesClient } from '../support/responses-client.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
let client: ResponsesClient;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream());
  client = responsesClient(host);
});
afterAll(async () => {
  await host.host.runs.drain(0, 'server_stopped');
  await closeBoth({ host, upstream });
});

interface Card {
  id: string;
  status: string;
  response_id: string | null;
}
const listRuns = async (): Promise<Card[]> =>
  ((await (await client.request('GET', '/runs')).json()) as { data: Card[] }).data;

async function eventsOf(id: string, after?: string): Promise<{ id: string; event: RunEvent }[]> {
  const headers: Record<string, string> = after === undefined ? {} : { 'Last-Event-ID': after };
  const answer = await client.request('GET', `/runs/${id}/events`, undefined, headers);
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const events: { id: string; event: RunEvent }[] = [];
  const parser = createParser({
    onEvent: ({ id: position, event, data }) => {
      const parsed = JSON.parse(data) as RunEvent;
      expect(event).toBe(parsed.type);
      events.push({ id: position!, event: parsed });
    },
  });
  parser.feed(await answer.text());
  return events;
}

it('lists runs, newest first, with the response each makes', async () => {
  upstream.reply({ text: 'a' }, { text: 'b' });
  const response = await client.create({ input: 'Hi' });
  await client.request('POST', '/chat/completions', { messages: [{ role: 'user', content: 'x' }] });
  const [chat, made] = await listRuns();
  expect(chat).toMatchObject({
    object: 'run',
    api: 'chat.completions',
    status: 'completed',
    response_id: null,
  });
  expect(made).toMatchObject({ api: 'responses', response_id: response.id, status: 'completed' });
  const one = await client.request('GET', `/runs/${made!.id}`);
  expect(await one.json()).toEqual(made);
});

it('tells the event log of a run, from the position a client names', async () => {
  upstream.reply({ text: ['So ', 'far ', 'good'], chunkDelayMs: 50 });
  const { id: responseId } = await client.create({ input: 'Hi', background: true });
  const run = (await listRuns()).find((card) => card.response_id === responseId)!;
  const events = await eventsOf(run.id);
  expect(events.map(({ id }) => Number(id))).toEqual(events.map((_, index) => index));
  expect(events[0]!.event).toMatchObject({ type: 'run.started', runId: run.id });
  expect(events.at(-1)!.event.type).toBe('run.completed');
  const texts = events.map(({ event }) => (event.type === 'text.delta' ? event.text : ''));
  expect(texts.join('')).toBe('So far good');
  expect(await eventsOf(run.id, events[2]!.id)).toEqual(events.slice(3));
  expect(await eventsOf(run.id, events.at(-1)!.id)).toEqual([]);
  const refused = await client.request('GET', `/runs/${run.id}/events`, undefined, {
    'Last-Event-ID': 'one',
  });
  expect(refused.status).toBe(400);
});

it('tells the run of a chat to all who watch it, from wherever they begin', async () => {
  const n = upstream.requests.length + 1;
  upstream.reply({ text: ['So ', 'far ', 'good'], chunkDelayMs: 50 });
  const chat = client
    .request('POST', '/chat/completions', {
      messages: [{ role: 'user', content: 'x' }],
      stream: true,
    })
    .then((answer) => answer.text());
  await upstream.waitForRequest(n);
  const [run] = await listRuns();
  const [all, later] = await Promise.all([eventsOf(run!.id), eventsOf(run!.id, '1')]);
  expect(later).toEqual(all.slice(2));
  const texts = all.map(({ event }) => (event.type === 'text.delta' ? event.text : ''));
  expect(texts.join('')).toBe('So far good');
  const streamed = [...(await chat).matchAll(/"content":"([^"]+)"/g)].map(([, text]) => text);
  expect(streamed.join('')).toBe('So far good');
}, 20_000);

it('stops a run, its upstream request, and tells its watchers', async () => {
  const n = upstream.requests.length + 1;
  upstream.reply({ text: 'So far', hang: 'mid-text' });
  const asked = client.request('POST', '/chat/completions', {
    messages: [{ role: 'user', content: 'x' }],
  });
  await upstream.waitForRequest(n);
  const [run] = await listRuns();
  expect(run!.status).toBe('in_progress');
  const watching = eventsOf(run!.id);
  const cancelled = await client.request('POST', `/runs/${run!.id}/cancel`);
  expect(await cancelled.json()).toMatchObject({ id: run!.id, status: 'cancelled' });
  await upstream.waitForAbort(n);
  expect((await watching).at(-1)!.event).toMatchObject({
    type: 'run.cancelled',
    reason: 'cancelled_by_user',
  });
  expect((await asked).status).toBe(400);
  // Once more changes nothing.
  const again = await client.request('POST', `/runs/${run!.id}/cancel`);
  expect(await again.json()).toMatchObject({ status: 'cancelled' });
});

it.each([
  ['GET', '/runs/run_none'],
  ['GET', '/runs/run_none/events'],
  ['POST', '/runs/run_none/cancel'],
])('has nothing to %s at %s', async (method, path) => {
  const answer = await client.request(method, path);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'run_not_found' } });
});
