import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SseWriter } from '../../../../src/main/server/streaming/sse-writer.ts';

/** One response of a real server, and what its client has got of it. */
let response: ServerResponse;
let got: string;
let server: ReturnType<typeof createServer>;

beforeEach(async () => {
  got = '';
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  request.on('response', (incoming) => {
    incoming.setEncoding('utf8').on('data', (text: string) => (got += text));
    // A test may leave its answer unfinished.
    incoming.on('error', () => incoming.destroy());
  });
  [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  // The writer's own clock; sockets have another.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

const keepaliveMs = 10_000;

describe('a comment', () => {
  it('is sent after each silence', async () => {
    new SseWriter(response, { keepaliveMs, preamble: 'data: begin\n\n' }).open();
    for (const comments of [1, 2, 3]) {
      vi.advanceTimersByTime(keepaliveMs);
      const expected = `data: begin\n\n${': keepalive\n\n'.repeat(comments)}`;
      await expect.poll(() => got).toBe(expected);
    }
  });

  it('is not sent while frames are sent', async () => {
    const writer = new SseWriter(response, { keepaliveMs });
    writer.open();
    for (const text of ['a', 'b', 'c']) {
      vi.advanceTimersByTime(0.9 * keepaliveMs);
      writer.write(`data: ${text}\n\n`);
      await expect.poll(() => got).toContain(text);
    }
    expect(got).toBe('data: a\n\ndata: b\n\ndata: c\n\n');
    vi.advanceTimersByTime(keepaliveMs);
    await expect.poll(() => got).toMatch(/c\n\n: keepalive\n\n$/);
  });

  it('is not sent once the stream has ended', async () => {
    const writer = new SseWriter(response, { keepaliveMs });
    writer.write('data: a\n\n');
    writer.end();
    vi.advanceTimersByTime(10 * keepaliveMs);
    await once(response, 'close');
    await expect.poll(() => got).toBe('data: a\n\n');
  });
});

describe('a heartbeat', () => {
  const beat = (): string => 'data: beat\n\n';

  it('comes after each two seconds without a frame', async () => {
    const writer = new SseWriter(response, { keepaliveMs, beat });
    writer.open();
    vi.advanceTimersByTime(1900);
    writer.write('data: a\n\n');
    await expect.poll(() => got).toBe('data: a\n\n');
    vi.advanceTimersByTime(1900);
    writer.write('data: b\n\n');
    await expect.poll(() => got).toBe('data: a\n\ndata: b\n\n');
    vi.advanceTimersByTime(2000);
    await expect.poll(() => got).toBe('data: a\n\ndata: b\n\ndata: beat\n\n');
    vi.advanceTimersByTime(4000);
    await expect.poll(() => got.match(/beat/g)).toHaveLength(3);
    writer.end();
    vi.advanceTimersByTime(4000);
    expect(got.match(/beat/g)).toHaveLength(3);
  });

  it('does not keep the comments away, nor they it', async () => {
    new SseWriter(response, { keepaliveMs, beat }).open();
    for (let second = 0; second < 10; second += 1) vi.advanceTimersByTime(1000);
    await expect.poll(() => got).toContain(': keepalive\n\n');
    expect(got.match(/beat/g)).toHaveLength(5);
  });

  it('is no frame where there is nothing to say', async () => {
    const writer = new SseWriter(response, { keepaliveMs, beat: () => '' });
    writer.open();
    vi.advanceTimersByTime(6000);
    writer.write('data: a\n\n');
    await expect.poll(() => got).toBe('data: a\n\n');
  });
});
