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
