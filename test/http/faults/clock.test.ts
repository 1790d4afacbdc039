import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SettingsPatch } from '../../../src/shared/settings.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { askPlainly, ways } from './ask.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  // No timers: they go by the system's monotonic clock, as when a real clock is set.
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.now() });
  upstream = await startScriptedUpstream();
});
afterEach(async () => {
  vi.useRealTimers();
  await host.close();
  await upstream.close();
});

async function start(
  settings: SettingsPatch = {},
  options: { defaultApprovals?: 'ask' } = {},
): Promise<void> {
  host = await startTestHost({ upstream: upstream.url, settings, ...options });
}

const hour = 3_600_000;
const jumps: [string, number][] = [
  ['ahead', 24 * hour],
  ['back', -24 * hour],
];
const jump = (ms: number): void => {
  vi.setSystemTime(Date.now() + ms);
};

describe.each(jumps)('a clock that jumps a day %s', (_direction, ms) => {
  it('breaks off no answer under way', async () => {
    await start({ model: { firstByteTimeoutSeconds: 5, betweenChunksTimeoutSeconds: 5 } });
    upstream.reply({ text: ['One ', 'two ', 'three'], chunkDelayMs: 100 });
    const answer = ways['chat, streaming']!(host);
    await upstream.waitForRequest(1);
    jump(ms);
    expect(await answer).toMatchObject({ text: 'One two three', complete: true });
  });

  it('does not keep a model service that hangs from being given up', async () => {
    await start({ model: { firstByteTimeoutSeconds: 1 } });
    upstream.reply({ hang: 'before-headers' });
    const answer = askPlainly(host);
    await upstream.waitForRequest(1);
    jump(ms);
    const jumped = process.uptime();
    expect((await answer).error).toMatchObject({ code: 'upstream_timeout' });
    expect(process.uptime() - jumped).toBeGreaterThan(0.5);
  });

  it('keeps silent streams alive as before', async () => {
    await start({ server: { keepaliveSeconds: 1 } });
    upstream.reply({ hang: 'before-headers' });
    const response = await fetch(`${host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: host.headers,
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], stream: true }),
    });
    jump(ms);
    let text = '';
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.split(': keepalive\n\n').length > 2) break;
    }
    expect(text).toContain(': keepalive\n\n: keepalive\n\n');
  });

  it('neither answers nor forgets what waits for a person', async () => {
    await start({}, { defaultApprovals: 'ask' });
    upstream.reply(
      { toolCalls: [{ name: 'terminal', arguments: { command: 'mkdir d; rm -rf d; echo gone' } }] },
      { text: 'Done' },
    );
    const answer = askPlainly(host);
    const { approvals } = host.host;
    await expect.poll(() => approvals.pending()).toHaveLength(1);
    jump(ms);
    // Time for timers that are due to strike.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(approvals.pending()).toHaveLength(1);
    expect(approvals.answer(approvals.pending()[0]!.id, 'once')).toBe('accepted');
    expect(await answer).toMatchObject({ text: 'Done', error: undefined });
    const result = upstream.requests[1]!.body.messages.at(-1)!.content as string;
    expect(result).toContain('gone');
  });

  it('lets a run go on for the time of grace, no more and no less', async () => {
    await start({ server: { disconnectGraceSeconds: 1 } });
    upstream.reply({ hang: 'before-headers' });
    const abort = new AbortController();
    const answer = askPlainly(host, abort.signal);
    await upstream.waitForRequest(1);
    abort.abort();
    await answer;
    jump(ms);
    const jumped = process.uptime();
    await upstream.waitForAbort(1);
    expect(process.uptime() - jumped).toBeGreaterThan(0.5);
  });

  it('leaves the time right for which a background process runs', async () => {
    await start();
    const call = (name: string, args: object) => ({ toolCalls: [{ name, arguments: args }] });
    upstream.reply(
      call('terminal', { command: 'sleep 60', background: true }),
      { text: 'Started' },
      call('process', { action: 'list' }),
      { text: 'Listed' },
    );
    await askPlainly(host);
    jump(ms);
    await askPlainly(host);
    const list = upstream.requests.at(-1)!.body.messages.at(-1)!.content as string;
    const { processes } = JSON.parse(list) as { processes: [{ uptime_seconds: number }] };
    expect(processes[0].uptime_seconds).toBeCloseTo(0, -1);
  });

  it('leaves the uptime right, and the model service is looked for as often as before', async () => {
    await start();
    const uptime = async (): Promise<number> => {
      const response = await fetch(`${host.url}/health/detailed`, { headers: host.headers });
      return ((await response.json()) as { uptime_seconds: number }).uptime_seconds;
    };
    const before = await uptime();
    jump(ms);
    vi.advanceTimersByTime(9_000);
    expect(await uptime()).toBeCloseTo(before, -1);
    expect(upstream.modelListRequests).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    await uptime();
    expect(upstream.modelListRequests).toHaveLength(2);
  });
});
