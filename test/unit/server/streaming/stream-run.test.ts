import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunLog } from '../../../../src/main/runs/run-log.ts';
import type { Run } from '../../../../src/main/runs/run.ts';
import { streamRun } from '../../../../src/main/server/streaming/stream-run.ts';
import { noUsage, type RunEvent, type RunEventPayload } from '../../../../src/shared/run-events.ts';

/** A run that only has a log, and counts who holds it. */
function bareRun(): { run: Run; log: RunLog; holders: () => number } {
  const log = new RunLog();
  let holders = 0;
  const hold = (): (() => void) => {
    holders += 1;
    return () => (holders -= 1);
  };
  return { run: { log, hold } as Partial<Run> as Run, log, holders: () => holders };
}

const encode = (event: RunEvent): string =>
  event.type === 'text.delta' ? `data: ${event.text}\n\n` : '';
const options = { preamble: 'data: begin\n\n', encode, keepaliveMs: 60_000, headerHoldMs: 0 };
const completed: RunEventPayload = {
  type: 'run.completed',
  outcome: { status: 'completed', finishReason: 'stop', clientToolCalls: [], usage: noUsage },
};

/** One response of a real server, and the client's side of it. */
let response: ServerResponse;
let client: Promise<IncomingMessage>;
let server: ReturnType<typeof createServer>;

beforeEach(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  client = once(request, 'response').then(([incoming]) => incoming as IncomingMessage);
  // Where a test sends no answer, the client is cut at the end of it.
  client.catch(() => undefined);
  [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('streaming a run', () => {
  it('begins with what is in the log already and ends with the run', async () => {
    const { run, log, holders } = bareRun();
    log.append({ type: 'text.delta', text: 'a' });
    const end = streamRun(run, response, options);
    expect(holders()).toBe(1);
    log.append({ type: 'text.delta', text: 'b' });
    log.append(completed);
    log.append({ type: 'text.delta', text: 'late' });
    expect(await end).toBeUndefined();
    expect(await text(await client)).toBe('data: begin\n\ndata: a\n\ndata: b\n\n');
    expect(holders()).toBe(0);
  });

  it('serves a run that has ended long ago', async () => {
    const { run, log } = bareRun();
    log.append({ type: 'text.delta', text: 'a' });
    log.append(completed);
    await streamRun(run, response, options);
    expect(await text(await client)).toBe('data: begin\n\ndata: a\n\n');
  });

  it('gives back an early failure and leaves the response untouched', async () => {
    const { run, log, holders } = bareRun();
    const end = streamRun(run, response, { ...options, headerHoldMs: 60_000 });
    const error = { message: 'No', type: 'upstream_error', code: 'upstream_error', status: 502 };
    log.append({ type: 'run.failed', error, usage: noUsage });
    expect(await end).toMatchObject({ status: 502 });
    expect(response.headersSent).toBe(false);
    expect(holders()).toBe(0);
  });

  it('writes a failure to the stream when text came before it in the same tick', async () => {
    const { run, log } = bareRun();
    const end = streamRun(run, response, { ...options, headerHoldMs: 60_000 });
    const error = { message: 'No', type: 'upstream_error', code: 'upstream_error', status: 502 };
    log.append({ type: 'text.delta', text: 'a' });
    log.append({ type: 'run.failed', error, usage: noUsage });
    expect(await end).toBeUndefined();
    expect(response.statusCode).toBe(200);
    expect(await text(await client)).toContain('data: a\n\n');
  });

  it('lets go of the run when the client leaves, also one that left before', async () => {
    const { run, log, holders } = bareRun();
    const end = streamRun(run, response, options);
    (await client).destroy();
    expect(await end).toBeUndefined();
    expect(holders()).toBe(0);
    log.append({ type: 'text.delta', text: 'nobody reads this' });

    expect(await streamRun(run, response, options)).toBeUndefined();
    expect(holders()).toBe(0);
  });

  it('keeps little in memory for a client that does not read, and catches up when it does', async () => {
    const { run, log } = bareRun();
    const end = streamRun(run, response, options);
    const incoming = await client;
    incoming.pause();
    const piece = 'x'.repeat(1000);
    let most = 0;
    for (let index = 0; index < 50_000; index += 1) {
      log.append({ type: 'text.delta', text: piece });
      if (index % 1000 === 0) await new Promise(setImmediate);
      most = Math.max(most, response.writableLength);
    }
    expect(most).toBeLessThan(256 * 1024);
    log.append(completed);
    expect((await text(incoming)).length).toBe('data: begin\n\n'.length + 50_000 * 1008);
    await end;
  });
});
