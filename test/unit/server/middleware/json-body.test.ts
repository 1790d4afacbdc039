import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { jsonBody } from '../../../../src/main/server/middleware/json-body.ts';

it('hands bodies of more than 4 MiB, with all of their memory, to whoever parses those', async () => {
  const large: number[] = [];
  const parseLarge = (bytes: Buffer): Promise<unknown> => {
    expect(bytes.buffer.byteLength).toBe(bytes.length);
    large.push(bytes.length);
    return Promise.resolve('large');
  };
  const app = express();
  app.use(jsonBody(() => 32 * 2 ** 20, parseLarge));
  app.use((request, response) => void response.json(request.body === 'large'));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const post = async (length: number): Promise<unknown> => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const body = JSON.stringify('x'.repeat(length - 2));
    return (
      await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    ).json();
  };
  const limit = 4 * 2 ** 20;
  expect([await post(3), await post(limit), await post(limit + 1)]).toEqual([false, false, true]);
  expect(large).toEqual([limit + 1]);
});
