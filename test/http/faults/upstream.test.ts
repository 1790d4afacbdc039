import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedUpstream,
} from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { askPlainly, ways, type Ask } from './ask.ts';

/** Starts a host over a model service that does what the test says. */
type Start = (
  ...replies: ScriptedReply[]
) => Promise<{ host: TestHost; upstream: ScriptedUpstream }>;

vi.setConfig({ maxConcurrency: 20 });
// Tests run side by side, most of them waiting, so each owns what it starts.
const it = test.extend<{ start: Start; startHost: (upstream: string) => Promise<TestHost> }>({
  startHost: async ({ onTestFinished }, use) => {
    await use(async (upstream) => {
      const host = await startTestHost({ upstream });
      onTestFinished(() => host.close());
      return host;
    });
  },
  start: async ({ startHost, onTestFinished }, use) => {
    const upstream = await startScriptedUpstream();
    onTestFinished(() => upstream.close());
    await use(async (...replies) => {
      upstream.reply(...replies);
      return { upstream, host: await startHost(upstream.url) };
    });
  },
});

/** After a fault nothing is under way, and the next answer is as good as any. */
async function expectUnharmed(host: TestHost, upstream: ScriptedUpstream): Promise<void> {
  expect(host.host.runs.active()).toEqual([]);
  upstream.reply({ text: 'Fine again' });
  expect(await askPlainly(host)).toMatchObject({ text: 'Fine again', error: undefined });
}

const repeat = (count: number, reply: ScriptedReply): ScriptedReply[] =>
  Array.from({ length: count }, () => reply);

const words = ['One ', 'two ', 'three ', 'four'];

describe.concurrent.each(Object.entries(ways))('%s: a model service that', (way, ask: Ask) => {
  /** A stream on a busy machine may have sent its headers by then; the failure is told in it. */
  const statuses = (status: number): unknown[] =>
    way.endsWith('streaming') ? [status, undefined] : [status];

  it('refuses the connection is a 502 that says where nothing answers', async ({ startHost }) => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const host = await startHost(`http://127.0.0.1:${port}/v1`);
    const { error, text } = await ask(host);
    expect(text).toBe('');
    expect(error).toMatchObject({ code: 'upstream_error' });
    expect(error!.message).toContain(`http://127.0.0.1:${port}/v1`);
    expect(error!.message).toContain('Settings › Model');
    expect(host.host.runs.active()).toEqual([]);
  });

  it.for(['before-headers', 'after-headers'] as const)(
    'hangs %s is given up after its timeout, and its connection is closed',
    async (hang, { start }) => {
      const { host, upstream } = await start({ hang });
      host.host.settings.update({ model: { firstByteTimeoutSeconds: 1 } });
      const { error } = await ask(host);
      expect(error).toMatchObject({ code: 'upstream_timeout' });
      expect(error!.message).toContain('First-byte wait');
      await upstream.waitForAbort(1);
      expect(upstream.requests).toHaveLength(1);
      host.host.settings.update({ model: { firstByteTimeoutSeconds: undefined } });
      await expectUnharmed(host, upstream);
    },
  );

  it('hangs in the middle of its text is given up, and what came stands', async ({ start }) => {
    const { host, upstream } = await start({ hang: 'mid-text', text: words });
    host.host.settings.update({ model: { betweenChunksTimeoutSeconds: 1 } });
    const { error, text, complete } = await ask(host);
    expect(error).toMatchObject({ code: 'upstream_timeout' });
    expect(error!.message).toContain('Between-chunks wait');
    expect(complete).toBe(false);
    expect(text).toBe(way.endsWith('plain') ? '' : words.join(''));
    await upstream.waitForAbort(1);
    expect(upstream.requests).toHaveLength(1);
    await expectUnharmed(host, upstream);
  });

  it('refuses the key is asked once, and the setting is named', async ({ start }) => {
    const { host, upstream } = await start(...repeat(9, { status: 401 }));
    const { error } = await ask(host);
    expect(error).toMatchObject({ code: 'upstream_error' });
    expect(statuses(400)).toContain(error!.status);
    expect(error!.message).toMatch(/key.*Settings › Model/is);
    expect(upstream.requests).toHaveLength(1);
  });

  it('allows no more requests for long is a 429 that tells how long', async ({ start }) => {
    const { host, upstream } = await start(
      ...repeat(9, { status: 429, headers: { 'retry-after': '3600' } }),
    );
    const { error } = await ask(host);
    expect(error).toMatchObject({ code: 'rate_limit_exceeded' });
    expect(statuses(429)).toContain(error!.status);
    expect(error!.message).toContain('3600 s');
    expect(upstream.requests).toHaveLength(1);
  });

  it('allows no more requests for a moment is waited for', async ({ start }) => {
    const { host, upstream } = await start(
      { status: 429, headers: { 'retry-after': '1' } },
      { text: words },
    );
    const { error, text } = await ask(host);
    expect(error).toBeUndefined();
    expect(text).toBe(words.join(''));
    const [first, second] = upstream.requests;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(990);
  });

  it('fails once is asked again, and the client notices nothing', async ({ start }) => {
    const { host, upstream } = await start({ status: 500 }, { text: words });
    const { error, text, complete } = await ask(host);
    expect(error).toBeUndefined();
    expect(text).toBe(words.join(''));
    expect(complete).toBe(true);
    expect(upstream.requests).toHaveLength(2);
  });

  it('always fails is asked four times in all, and the client does not ask again', async ({
    start,
  }) => {
    const { host, upstream } = await start(...repeat(20, { status: 500 }));
    const { error, text } = await ask(host);
    expect(text).toBe('');
    expect(error).toMatchObject({ code: 'upstream_error' });
    expect(upstream.requests).toHaveLength(4);
  });

  it('sends a chunk that is no JSON loses that chunk only', async ({ start }) => {
    const chunk = (content: string): string =>
      `data: {"choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`;
    const { host, upstream } = await start({
      rawChunks: [
        chunk('Before'),
        'data: {"choices":[{"delta":{"content":"lo\n\n',
        'garbage\n\n',
        chunk(', after'),
        'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
      ],
    });
    const { error, text, complete } = await ask(host);
    expect(error).toBeUndefined();
    expect(text).toBe('Before, after');
    expect(complete).toBe(true);
    await expectUnharmed(host, upstream);
  });

  it('sends nothing but garbage is an honest failure', async ({ start }) => {
    const { host, upstream } = await start(
      { rawChunks: ['data: <nonsense>\n\n', 'data: {{{\n\n'] },
      { body: '{"choices":[' },
    );
    const { error, text } = await ask(host);
    expect(text).toBe('');
    expect(error).toMatchObject({ code: 'upstream_error' });
    expect(statuses(502)).toContain(error!.status);
    await expectUnharmed(host, upstream);
  });

  it('breaks off before its first token is asked again', async ({ start }) => {
    const { host, upstream } = await start(
      { text: words, cutAfterChunks: 0 },
      { text: words, cutAfterChunks: 1 },
      { text: words },
    );
    const { error, text } = await ask(host);
    expect(error).toBeUndefined();
    expect(text).toBe(words.join(''));
    expect(upstream.requests).toHaveLength(3);
  });

  it.for([1, 2, 3, 4])(
    'breaks off after %i tokens fails honestly, asked once, with the text that came',
    async (tokens, { start }) => {
      const { host, upstream } = await start({ text: words, cutAfterChunks: 1 + tokens });
      const { error, text, complete } = await ask(host);
      expect(error).toMatchObject({ code: 'upstream_error' });
      expect(error!.message).toContain('broke off');
      expect(complete).toBe(false);
      expect(text).toBe(way.endsWith('plain') ? '' : words.slice(0, tokens).join(''));
      expect(upstream.requests).toHaveLength(1);
      await expectUnharmed(host, upstream);
    },
  );

  it('breaks off in the middle of a tool call runs no tool', async ({ start }) => {
    const toolCalls = [{ name: 'terminal', arguments: { command: 'touch ran; echo done' } }];
    // The role, the head of the call, two thirds of its arguments.
    const cut = { toolCalls, cutAfterChunks: 4 };
    const { host } = await start(...repeat(4, cut));
    const { error } = await ask(host);
    expect(error).toMatchObject({ code: 'upstream_error' });
    const events = host.host.runs.list()[0]!.log.events;
    expect(events.filter(({ type }) => type === 'tool.started')).toEqual([]);
  });

  it('fails once a tool has run is an honest failure, and the tool does not run again', async ({
    start,
  }) => {
    const toolCalls = [{ name: 'terminal', arguments: { command: 'echo once >> ran' } }];
    const failure = { status: 500, headers: { 'x-should-retry': 'false' } };
    const { host, upstream } = await start({ toolCalls }, ...repeat(9, failure));
    const { error, complete } = await ask(host);
    expect(complete).toBe(false);
    expect(error).toMatchObject({ code: 'run_failed_after_tools' });
    expect(await readFile(path.join(host.workspace, 'ran'), 'utf8')).toBe('once\n');
    expect(upstream.requests).toHaveLength(2);
  });

  it('sends no usage answers all the same', async ({ start }) => {
    const { host } = await start({ text: words, usage: null });
    const { error, text, totalTokens } = await ask(host);
    expect(error).toBeUndefined();
    expect(text).toBe(words.join(''));
    // What it should come to, by our estimate.
    expect(totalTokens).toBeGreaterThan(1_000);
  });

  it('cannot stream is asked for the whole answer', async ({ start }) => {
    const { host, upstream } = await start({ text: words, refuseStreaming: true });
    const { error, text, complete } = await ask(host);
    expect(error).toBeUndefined();
    expect(text).toBe(words.join(''));
    expect(complete).toBe(true);
    expect(upstream.requests.map(({ body }) => body.stream)).toEqual([true, false]);
  });

  it('streams nothing is asked for the whole answer', async ({ start }) => {
    const { host, upstream } = await start({ rawChunks: ['data: [DONE]\n\n'] }, { text: words });
    const { error, text } = await ask(host);
    expect(error).toBeUndefined();
    expect(text).toBe(words.join(''));
    expect(upstream.requests.map(({ body }) => body.stream)).toEqual([true, false]);
  });
});

// One after the other: so much work in one process would hold up the others' clocks.
describe.each(['chat, plain', 'chat, streaming'])('%s: a model service that', (way) => {
  const ask = ways[way]!;

  it('sends 10 MB in one line is passed on whole', async ({ start }) => {
    const long = 'x'.repeat(10 * 2 ** 20);
    const { host, upstream } = await start({ text: long });
    const { error, text, complete } = await ask(host);
    expect(error).toBeUndefined();
    expect(complete).toBe(true);
    expect(text.length).toBe(long.length);
    expect(text === long).toBe(true);
    await expectUnharmed(host, upstream);
  });

  it('sends a line without an end is given up before it fills the memory', async ({ start }) => {
    const piece = 'x'.repeat(2 ** 20);
    const { host, upstream } = await start({
      rawChunks: ['data: {"choices":[{"delta":{"content":"', ...Array<string>(80).fill(piece)],
      hang: 'mid-text',
    });
    const { error } = await ask(host);
    expect(error).toMatchObject({ code: 'upstream_error' });
    await upstream.waitForAbort(1);
    await expectUnharmed(host, upstream);
  });
});
