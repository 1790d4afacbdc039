import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { createLoopDisk, whyNoLoopDisk, type LoopDisk } from '../../support/loop-disk.ts';
import { finalResponse, responsesClient, textOf } from '../../support/responses-client.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { shouting } from '../responses/responses-bench.ts';
import { chatText } from './chat-text.ts';
import { conversationOf } from '../../support/prompt-of.ts';

const why = whyNoLoopDisk();
let upstream: ScriptedUpstream;
let disk: LoopDisk;
let host: HeadlessHost;
beforeEach(async ({ skip }) => {
  skip(why !== undefined, `There can be no disk that fails: ${why}`);
  upstream = await startScriptedUpstream();
  upstream.replyWith(shouting);
  disk = await createLoopDisk();
});
afterEach(async () => {
  if (why !== undefined) return;
  await host.close();
  await upstream.close();
  await disk.remove();
});

async function start(env?: Record<string, string | undefined>): Promise<void> {
  const { folder: dataDir, wrapper } = disk;
  host = await startHeadlessHost({ upstream: upstream.url, dataDir, wrapper, env });
}

/** Ends the host as if the computer had been switched off, and starts both again. */
async function restart(env?: Record<string, string | undefined>): Promise<void> {
  await host.close();
  await disk.reboot();
  await start(env);
}

/** Nothing is told as stored that is not; all that needs no disk goes on. Gives the id of one that was not stored. */
async function expectHonesty(keptId: string): Promise<string> {
  const { client } = host;
  for (const more of [{}, { background: true }, { previous_response_id: keptId }]) {
    const refused = await client.request('POST', '/responses', { input: 'lost', ...more });
    expect(refused.status).toBe(503);
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('store_unavailable');
    expect(error.message).toMatch(/hermes\.db.*has become read-only/);
  }
  const failed = finalResponse(await client.stream({ input: 'lost' }));
  // OpenAI's list of codes knows none for a store.
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
  expect((await client.request('GET', `/responses/${failed.id}`)).status).toBe(404);
  // What cannot be kept for a client that asks again is no success either.
  const messages = [{ role: 'user', content: 'lost' }];
  const once = await client.request('POST', '/chat/completions', { messages }, idempotent);
  expect(once.status).toBe(503);
  expect(once.headers.get('x-should-retry')).toBe('false');

  expect(await chatText(host, 'chat')).toBe('CHAT');
  expect(textOf(await client.get(keptId))).toBe('BEFORE');
  const unstored = { input: 'and', store: false, previous_response_id: keptId };
  expect(textOf(await client.create(unstored))).toBe('AND');
  expect(await host.health()).toMatchObject({
    status: 'degraded',
    store: { ok: false, error: expect.stringContaining('has become read-only') as string },
  });
  expect(host.output()).toMatch(/WARN .*A run failed: The store of responses/);
  // Lines are gathered for a moment.
  await expect.poll(() => host.output(), patience).toContain('The log file cannot be written');
  return failed.id;
}

const keyLine = (): string => /^Key: .*/m.exec(host.output())?.[0] ?? '';
const patience = { timeout: 20_000 };
const idempotent = { 'Idempotency-Key': 'once' };

describe('a disk', { timeout: 120_000 }, () => {
  it('that turns read-only while the host runs, and is writable again, needs no restart', async () => {
    await start();
    const { client } = host;
    const kept = await client.create({ input: 'before', conversation: 'c' });
    await disk.freeze();
    const lost = await expectHonesty(kept.id);
    await disk.thaw();

    expect(await host.health()).toMatchObject({ status: 'ok', store: { ok: true } });
    const later = await client.create({ input: 'after', conversation: 'c' });
    expect(textOf(await client.get(later.id))).toBe('AFTER');
    const history = conversationOf(upstream.requests.at(-1)!.body.messages).map(
      ({ content }) => content,
    );
    expect(history).toEqual(['before', 'BEFORE', 'after']);
    expect((await client.request('GET', `/responses/${lost}`)).status).toBe(404);
    expect(await (await client.request('DELETE', `/responses/${kept.id}`)).json()).toMatchObject({
      deleted: true,
    });
    const log = (): Promise<string> => disk.read('logs/hermes-tray.log');
    await expect.poll(log, patience).toContain(`DELETE /v1/responses/${kept.id}`);
  });

  it('that fails, and that the system takes no more writes for, loses nothing of before', async () => {
    await start();
    const kept = await host.client.create({ input: 'before' });
    await disk.breakDown();
    const lost = await expectHonesty(kept.id);
    host.kill('SIGTERM');
    expect(await host.ended).toEqual({ code: 0, signal: null });

    await restart();
    expect(textOf(await host.client.get(kept.id))).toBe('BEFORE');
    expect((await host.client.request('GET', `/responses/${lost}`)).status).toBe(404);
    await host.client.create({ input: 'after', previous_response_id: kept.id });
    expect(await host.health()).toMatchObject({ store: { ok: true, responses: 2 } });
  });

  it('that loses its power holds every answer a client saw complete, and the key', async () => {
    await start({ API_SERVER_KEY: undefined });
    await expect.poll(keyLine, patience).toContain('(new');
    const headers = { ...host.headers, Authorization: `Bearer ${keyLine().split(' ')[1]}` };
    const client = responsesClient({ url: host.url, headers });
    const seen: { id: string; text: string }[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const body = { input: `turn ${turn}`, conversation: `c${turn % 2}` };
      const plain = turn % 3 === 0;
      const { id } = plain ? await client.create(body) : finalResponse(await client.stream(body));
      seen.push({ id, text: `TURN ${turn}` });
    }
    await disk.cutPower();

    await restart({ API_SERVER_KEY: undefined });
    await expect.poll(keyLine, patience).toContain('stored in');
    expect(keyLine()).not.toContain('(new');
    const again = responsesClient({ url: host.url, headers });
    for (const { id, text } of seen) expect(textOf(await again.get(id))).toBe(text);
  });
});
