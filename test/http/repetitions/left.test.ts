import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asking, minutes } from './asking.ts';
import { textOf, useRepetitionBench } from './repetition-bench.ts';

const bench = useRepetitionBench();
afterEach(() => void vi.restoreAllMocks());
const [chatPath, chat] = asking['a chat']!;

describe('a client that left after a tool', () => {
  const leave = async (
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<void> => {
    bench.afterTool({ hang: 'after-headers' }, { text: 'The end' });
    const before = bench.upstream.requests.length;
    const client = new AbortController();
    const first = bench.post(path, body, headers, client.signal).then((answer) => answer.text());
    await bench.upstream.waitForRequest(before + 2);
    client.abort();
    await expect(first).rejects.toThrow();
    await bench.runs()[0]!.finished;
  };

  it.each(Object.entries(asking))(
    'goes on where it says that it repeats: %s',
    async (_way, [path, body]) => {
      const words = randomUUID();
      await leave(path, body(words), { 'x-stainless-retry-count': '0' });
      const again = await bench.post(path, body(words), { 'x-stainless-retry-count': '1' });
      expect((await textOf(again)).replaceAll('\n', '')).toBe('LookingThe end');
      expect(await bench.lines()).toBe(1);
      expect(bench.runs()).toHaveLength(1);
    },
  );

  it('goes on where it sends the same Idempotency-Key', async () => {
    const words = randomUUID();
    const key = { 'Idempotency-Key': randomUUID() };
    await leave(chatPath, chat(words), key);
    const again = await bench.post(chatPath, chat(words), key);
    expect(await textOf(again)).toContain('The end');
    expect(await bench.lines()).toBe(1);
    const once = await bench.post(chatPath, chat(words), key);
    expect(await textOf(once)).toContain('The end');
    expect(await bench.lines()).toBe(1);
  });

  it.each<Record<string, string>>([{}, { 'x-stainless-retry-count': '2' }])(
    'begins anew where it says nothing of the kind: %o',
    async (headers) => {
      const words = randomUUID();
      await leave(chatPath, chat(words), headers);
      await textOf(await bench.post(chatPath, chat(words), headers));
      expect(await bench.lines()).toBe(2);
    },
  );

  const known = { 'user-agent': 'langchainjs-openai/1.0.0 ((node/v24; linux; x64))' };
  const codexAgent = { 'user-agent': 'codex_exec/0.171.0 (Debian 12.0.0; x86_64)' };

  it.each<[string, keyof typeof asking, Record<string, string>]>([
    ['LangChain, whole', 'a chat', known],
    ['LangChain, a response', 'a response', known],
    [
      'a framework over the SDK for Python',
      'a chat',
      { 'user-agent': 'AsyncOpenAI/Python 3.57.0' },
    ],
    ["litellm's Router", 'a response', { 'user-agent': 'litellm/1.110.2' }],
    ['Codex, a stream', 'a streamed response', codexAgent],
  ])(
    'goes on without a word where its client is known for that: %s',
    async (_who, way, headers) => {
      const [path, body] = asking[way]!;
      const words = randomUUID();
      await leave(path, body(words), headers);
      const again = await bench.post(path, body(words), headers);
      expect((await textOf(again)).replaceAll('\n', '')).toBe('LookingThe end');
      expect(await bench.lines()).toBe(1);
    },
  );

  it.each<[string, keyof typeof asking, number]>([
    ['in a stream, which a person may have stopped', 'a streamed chat', 0],
    ['two minutes later', 'a chat', 2],
  ])('begins anew without a word %s', async (_when, way, later) => {
    const [path, body] = asking[way]!;
    const words = randomUUID();
    await leave(path, body(words), known);
    minutes(later);
    await textOf(await bench.post(path, body(words), known));
    expect(await bench.lines()).toBe(2);
  });

  it('joins its run where that still goes on', async () => {
    bench.host.host.settings.update({ server: { disconnectGraceSeconds: 5 } });
    const words = randomUUID();
    bench.afterTool({ text: 'The end', firstByteDelayMs: 500 });
    const before = bench.upstream.requests.length;
    const client = new AbortController();
    const first = bench.post(chatPath, chat(words), {}, client.signal);
    await bench.upstream.waitForRequest(before + 2);
    client.abort();
    await expect(first).rejects.toThrow();
    const again = await bench.post(chatPath, chat(words), { 'x-stainless-retry-count': '1' });
    expect(await textOf(again)).toContain('The end');
    expect(bench.runs()).toHaveLength(1);
    expect(await bench.lines()).toBe(1);
    bench.host.host.settings.update({ server: { disconnectGraceSeconds: 0 } });
  });

  it('gets the answer that came while it was away', async () => {
    bench.host.host.settings.update({ server: { disconnectGraceSeconds: 5 } });
    const words = randomUUID();
    bench.afterTool({ text: 'The end', firstByteDelayMs: 100 });
    const before = bench.upstream.requests.length;
    const client = new AbortController();
    const first = bench.post(chatPath, chat(words), {}, client.signal);
    await bench.upstream.waitForRequest(before + 2);
    client.abort();
    await expect(first).rejects.toThrow();
    await bench.runs()[0]!.finished;
    const again = await bench.post(chatPath, chat(words), { 'x-stainless-retry-count': '1' });
    expect(await textOf(again)).toContain('The end');
    expect(bench.runs()).toHaveLength(1);
    expect(await bench.lines()).toBe(1);
    bench.host.host.settings.update({ server: { disconnectGraceSeconds: 0 } });
  });

  it('while a tool ran does not have it run again, and the model is told', async () => {
    const words = randomUUID();
    bench.toolTurn = { command: 'echo line >> lines; sleep 60' };
    bench.afterTool({ text: 'The end' });
    const client = new AbortController();
    const first = bench.post(chatPath, chat(words), {}, client.signal);
    await expect.poll(() => bench.lines()).toBe(1);
    client.abort();
    await expect(first).rejects.toThrow();
    await bench.runs()[0]!.finished;
    const again = await bench.post(chatPath, chat(words), { 'x-stainless-retry-count': '1' });
    expect(await textOf(again)).toBe('The end');
    expect(await bench.lines()).toBe(1);
    const output = bench.upstream.requests.at(-1)!.body.messages.at(-1)!.content;
    expect(output).toMatch(/^Interrupted: .*look before you do it again/);
  });
});
