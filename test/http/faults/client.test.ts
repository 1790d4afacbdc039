import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SettingsPatch } from '../../../src/shared/settings.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { ways, type Ask } from './ask.ts';
import { aliveAmong, treeCommand, treeIn } from './tool-tree.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(async () => {
  await host.close();
  await upstream.close();
});

async function start(
  server: SettingsPatch['server'] = {},
  options: { defaultApprovals?: 'ask' } = {},
): Promise<void> {
  host = await startTestHost({ upstream: upstream.url, settings: { server }, ...options });
}

/** A client that can leave. */
function client(ask: Ask): { leave: () => Promise<void> } {
  const abort = new AbortController();
  const answer = ask(host, abort.signal);
  return {
    leave: async () => {
      abort.abort();
      // The SDK's stream ends without an error where the caller aborts it.
      expect((await answer).complete).toBe(false);
    },
  };
}

const lastEvent = () => host.host.runs.list()[0]!.log.events.at(-1);
const cancelled = { type: 'run.cancelled', reason: 'client_disconnected' };

describe.each(Object.entries(ways))('%s: a client that leaves', (_way, ask: Ask) => {
  it('before the first byte ends its run, and the upstream request is closed', async () => {
    await start();
    upstream.reply({ hang: 'before-headers' });
    const { leave } = client(ask);
    await upstream.waitForRequest(1);
    await leave();
    await upstream.waitForAbort(1);
    await expect.poll(() => host.host.runs.active()).toEqual([]);
    expect(lastEvent()).toMatchObject(cancelled);
    await expect.poll(() => upstream.openConnections()).toBe(0);
  });

  it('in the middle of the text ends its run, and the upstream request is closed', async () => {
    await start();
    upstream.reply({ text: ['One ', 'two '], hang: 'mid-text' });
    const { leave } = client(ask);
    await expect.poll(() => textSoFar()).toBe('One two ');
    await leave();
    await upstream.waitForAbort(1);
    await expect.poll(() => host.host.runs.active()).toEqual([]);
    expect(lastEvent()).toMatchObject(cancelled);
    await expect.poll(() => upstream.openConnections()).toBe(0);
  });

  it('in the middle of a tool ends its whole process tree within a second', async () => {
    await start();
    upstream.reply({
      toolCalls: [{ name: 'terminal', arguments: { command: treeCommand } }],
    });
    const { leave } = client(ask);
    const pids = await treeIn(host.workspace);
    expect(aliveAmong(pids)).toEqual(pids);
    const left = performance.now();
    await leave();
    await expect.poll(() => aliveAmong(pids), { interval: 20, timeout: 5000 }).toEqual([]);
    expect(performance.now() - left).toBeLessThan(1000);
    await expect.poll(() => host.host.runs.active()).toEqual([]);
    expect(lastEvent()).toMatchObject(cancelled);
    expect(upstream.requests).toHaveLength(1);
  });

  it('while a person is asked takes the question back', async () => {
    await start({}, { defaultApprovals: 'ask' });
    const command = 'mkdir kept; rm -rf kept';
    upstream.reply({ toolCalls: [{ name: 'terminal', arguments: { command } }] });
    const { leave } = client(ask);
    const { approvals } = host.host;
    await expect.poll(() => approvals.pending()).toHaveLength(1);
    const { id } = approvals.pending()[0]!;
    await leave();
    await expect.poll(() => host.host.runs.active()).toEqual([]);
    expect(approvals.pending()).toEqual([]);
    expect(approvals.answer(id, 'once')).toBe('over');
    expect(lastEvent()).toMatchObject(cancelled);
    expect(upstream.requests).toHaveLength(1);
  });

  it('while it waits in the queue gives up its place, and the model is never asked', async () => {
    await start({ maxConcurrentRuns: 1, maxQueuedRuns: 1 });
    upstream.reply({ hang: 'before-headers' }, { text: 'Next' });
    const first = client(ask);
    await upstream.waitForRequest(1);
    const second = client(ask);
    await expect.poll(() => host.host.runs.active().length).toBe(2);
    await second.leave();
    await expect.poll(() => host.host.runs.active().length).toBe(1);
    // Its place in the queue is free again.
    const third = ask(host);
    await first.leave();
    expect(await third).toMatchObject({ text: 'Next', error: undefined });
    expect(upstream.requests).toHaveLength(2);
  });

  it('with a time of grace set lets its run go on to its end', async () => {
    await start({ disconnectGraceSeconds: 60 });
    upstream.reply({ text: ['One ', 'two ', 'three'], chunkDelayMs: 100 });
    const { leave } = client(ask);
    await expect.poll(() => textSoFar()).toContain('One');
    await leave();
    expect(host.host.runs.active()).toHaveLength(1);
    await host.host.runs.active()[0]!.finished;
    expect(lastEvent()).toMatchObject({ type: 'run.completed' });
    expect(textSoFar()).toBe('One two three');
    expect(upstream.requests[0]!.aborted).toBe(false);
  });

  it('ends its run when the time of grace is over', async () => {
    await start({ disconnectGraceSeconds: 1 });
    upstream.reply({ text: 'One', hang: 'mid-text' });
    const { leave } = client(ask);
    await expect.poll(() => textSoFar()).toBe('One');
    await leave();
    const left = performance.now();
    await upstream.waitForAbort(1);
    expect(performance.now() - left).toBeGreaterThan(900);
    await expect.poll(() => host.host.runs.active()).toEqual([]);
    expect(lastEvent()).toMatchObject(cancelled);
  });
});

function textSoFar(): string {
  const events = host.host.runs.list()[0]?.log.events ?? [];
  return events.map((event) => (event.type === 'text.delta' ? event.text : '')).join('');
}
