import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../../src/main/agent/agent.ts';
import { findFreePort } from '../../../../src/main/server/listening/bind-address.ts';
import type { ServerState } from '../../../../src/main/server/listening/server-control.ts';
import { ServerStartError } from '../../../../src/main/server/listening/server-start-error.ts';
import {
  call,
  openSocket,
  outcome,
  sendRaw,
  startApp,
  type TestApp,
  testKey,
} from '../../../support/test-app.ts';

let app: TestApp;
const blockers: Server[] = [];
afterEach(async () => {
  await app.close();
  for (const blocker of blockers.splice(0)) blocker.close();
});

const chat = { messages: [{ role: 'user', content: 'Hi' }], stream: true };
const complete = (body: object = chat) => call(app, '/v1/chat/completions', { body });

/** A run that says "Working" and ends when told, or when it is stopped. */
function longRun(): { agent: Agent; finish: () => void } {
  let finish = (): void => {};
  const end = new Promise<void>((resolve) => (finish = resolve));
  const agent: Agent = (_request, { emit, signal }) =>
    new Promise((resolve, reject) => {
      emit({ type: 'text.delta', text: 'Working' });
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      void end.then(() => {
        emit({ type: 'text.delta', text: ', done' });
        resolve({ outcome: outcome(), messages: [] });
      });
    });
  return { agent, finish };
}

/** A connection on which a run streams; it stays open for another request. */
async function busySocket(): Promise<Socket> {
  const socket = await openSocket(app.port);
  const body = JSON.stringify(chat);
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-api-key: ${testKey}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(() => app.runs.active().length).toBe(1);
  return socket;
}

/** Resolves once what was written has left; the server reads it before what happens next. */
async function delivered(socket: Socket): Promise<void> {
  await expect.poll(() => socket.writableLength).toBe(0);
  await nextTick();
}

/** The answers on one connection. */
const answersOf = (bytes: string): string[] => bytes.split(/(?=HTTP\/1\.1 )/);

async function takenPort(): Promise<number> {
  const blocker = createServer();
  blockers.push(blocker);
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  return (blocker.address() as AddressInfo).port;
}

function statuses(): string[] {
  const seen: string[] = [];
  app.control.onChange((state) => seen.push(state.status));
  return seen;
}

describe('starting', () => {
  it('tells where it listens; port 0 takes a free one', async () => {
    app = await startApp();
    const { status, host, port, url } = app.control.state;
    expect({ status, host }).toEqual({ status: 'running', host: '127.0.0.1' });
    expect(port).toBeGreaterThan(0);
    expect(url).toBe(`http://127.0.0.1:${port}`);
  });

  it('does nothing when it runs already', async () => {
    app = await startApp();
    const { port } = app;
    await app.control.start();
    expect(app.port).toBe(port);
  });

  it.each([
    ['localhost', /^http:\/\/localhost:\d+$/],
    ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['[::1]', /^http:\/\/\[::1\]:\d+$/],
  ])('gives an address of %s that works from this computer', async (host, url) => {
    app = await startApp({ settings: { server: { host } } });
    expect(app.url).toMatch(url);
    expect((await call(app, '/v1/models')).status).toBe(200);
  });

  it.each(['0.0.0.0', '::', '192.0.2.1'])(
    'on %s without a key is refused, and says why',
    async (host) => {
      app = await startApp();
      await app.control.stop();
      app.key.value = undefined;
      app.change({ server: { host } });
      const error = await app.control.start().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ServerStartError);
      expect(error).toMatchObject({ code: 'key_required' });
      expect((error as Error).message).toMatch(/no API key is set.*Set a key/);
      expect(app.control.state).toMatchObject({
        status: 'error',
        error: { code: 'key_required' },
      });
    },
  );

  it('on loopback needs no key', async () => {
    app = await startApp({ apiKey: null });
    expect((await fetch(`${app.url}/v1/models`)).status).toBe(200);
  });

  it('on a taken port fails, naming the port and who holds it; a free port is found', async () => {
    app = await startApp();
    await app.control.stop();
    const port = await takenPort();
    app.change({ server: { port } });
    const seen = statuses();
    const error = await app.control.start().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'port_in_use', port });
    expect((error as Error).message).toContain(String(port));
    expect((error as Error).message).toContain('use a free port');
    const { status, error: told, url } = app.control.state;
    expect({ status, url }).toEqual({ status: 'error', url: undefined });
    expect(told).toMatchObject({ code: 'port_in_use', port });
    if (process.platform === 'linux') expect(told?.process?.pid).toBe(process.pid);
    expect(seen).toEqual(['starting', 'error']);

    const free = await app.control.findFreePort();
    expect(free).not.toBe(port);
    app.change({ server: { port: free } });
    await app.control.start();
    expect(app.port).toBe(free);
  });

  it('on an address of another computer fails with a reason', async () => {
    app = await startApp();
    app.change({ server: { host: '192.0.2.1' } });
    await expect(app.control.restart()).rejects.toMatchObject({ code: 'address_unavailable' });
    app.change({ server: { host: 'no-such-host.invalid' } });
    await expect(app.control.start()).rejects.toMatchObject({ code: 'address_unavailable' });
    await app.control.stop();
    expect(app.control.state).toEqual({ status: 'stopped' });
  });
});

describe('free port', () => {
  it('is the wanted one when nothing listens there, else one near it', async () => {
    app = await startApp();
    const taken = await takenPort();
    const near = await findFreePort('127.0.0.1', taken);
    expect(near).not.toBe(taken);
    expect(await findFreePort('127.0.0.1', near)).toBe(near);
    expect(await findFreePort('127.0.0.1', 0)).toBeGreaterThan(0);
  });
});

describe('stopping', () => {
  it('refuses new connections and frees the port at once', async () => {
    app = await startApp();
    const { port } = app;
    const seen = statuses();
    await app.control.stop();
    expect(seen).toEqual(['stopping', 'stopped']);
    await expect(openSocket(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const next = createServer();
    blockers.push(next);
    await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
  });

  it('lets runs finish within the grace time', async () => {
    const { agent, finish } = longRun();
    app = await startApp({ agent });
    const response = await complete();
    const stopped = app.control.stop({ graceMs: 60_000 });
    finish();
    await stopped;
    expect(await response.text()).toMatch(/Working.*, done.*"finish_reason":"stop".*\[DONE\]/s);
    expect(app.control.state.status).toBe('stopped');
  });

  it('stops the runs that are not done by then, and tells their clients', async () => {
    const { agent } = longRun();
    app = await startApp({ agent });
    const response = await complete();
    await app.control.stop({ graceMs: 50 });
    const answer = await response.text();
    expect(answer).toMatch(/Working.*"code":"server_stopped".*\[DONE\]/s);
    expect(answer).not.toContain('"finish_reason":"stop"');
    expect(app.runs.active()).toEqual([]);
  });

  it('answers new requests on open connections with 503 and closes them', async () => {
    const { agent, finish } = longRun();
    app = await startApp({ agent });
    const socket = await busySocket();
    const stopped = app.control.stop({ graceMs: 60_000 });
    socket.write('GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await delivered(socket);
    finish();
    const [first, second] = answersOf(await text(socket));
    expect(first).toMatch(/^HTTP\/1\.1 200 .*Working.*, done.*\[DONE\]/s);
    expect(second).toMatch(/^HTTP\/1\.1 503 /);
    expect(second).toMatch(/^Connection: close\r$/im);
    expect(second).toContain('server_stopping');
    await stopped;
  });

  it('ends connections that are idle or half-way in a request', async () => {
    app = await startApp();
    const idle = await openSocket(app.port);
    const half = await openSocket(app.port);
    half.write('POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n');
    const closed = [idle, half].map((socket) => {
      socket.resume();
      return new Promise((resolve) => socket.once('close', resolve));
    });
    await app.control.stop({ graceMs: 0 });
    await Promise.all(closed);
  });

  it('is called off when it is switched on again: the run goes on, the port is the same', async () => {
    const { agent, finish } = longRun();
    app = await startApp({ agent });
    app.change({ server: { port: app.port } });
    const response = await complete();
    const seen = statuses();
    const stopped = app.control.stop({ graceMs: 60_000 });
    await expect.poll(() => seen).toContain('stopping');
    await app.control.start();
    await stopped;
    expect(seen).toEqual(['stopping', 'starting', 'running']);
    expect((await call(app, '/v1/models')).status).toBe(200);
    finish();
    expect(await response.text()).toContain('"finish_reason":"stop"');
  });

  it('does not even begin when it is switched on again in the same moment', async () => {
    const { agent, finish } = longRun();
    app = await startApp({ agent });
    const response = await complete();
    const seen = statuses();
    await Promise.all([app.control.stop({ graceMs: 60_000 }), app.control.start()]);
    expect(seen).toEqual([]);
    finish();
    expect(await response.text()).toContain('"finish_reason":"stop"');
  });

  it('and starting again and again ends in what was asked for last', async () => {
    app = await startApp();
    app.change({ server: { port: app.port } });
    const steps: Promise<void>[] = [];
    for (let index = 0; index < 10; index += 1) steps.push(app.control.stop(), app.control.start());
    await Promise.all(steps);
    expect(app.control.state.status).toBe('running');
    expect((await call(app, '/v1/models')).status).toBe(200);
    await Promise.all([app.control.start(), app.control.stop(), app.control.stop()]);
    expect(app.control.state).toEqual({ status: 'stopped' });
  });

  it('leaves no listener and no connection behind', async () => {
    app = await startApp();
    await (await complete()).text();
    await app.control.stop();
    const listeners = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap');
    await expect.poll(listeners).toEqual([]);
  });
});

describe('restarting', () => {
  it('moves to a new port while a run goes on', async () => {
    const { agent, finish } = longRun();
    app = await startApp({ agent });
    const { port } = app;
    const response = await complete();
    await app.control.restart();
    expect(app.port).not.toBe(port);
    await expect(openSocket(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    expect(await response.text()).toContain('"finish_reason":"stop"');
  });

  it('uses no connection to the old address for another request', async () => {
    const { agent, finish } = longRun();
    app = await startApp({ agent });
    const socket = await busySocket();
    await app.control.restart();
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await delivered(socket);
    finish();
    const [, second] = answersOf(await text(socket));
    expect(second).toMatch(/^HTTP\/1\.1 200 .*Connection: close/is);
  });
});

describe('listeners', () => {
  it('are told of each state until they leave', async () => {
    app = await startApp();
    const seen: ServerState[] = [];
    const leave = app.control.onChange((state) => seen.push(state));
    await app.control.stop();
    leave();
    await app.control.start();
    expect(seen.map((state) => state.status)).toEqual(['stopping', 'stopped']);
  });
});

describe('slow clients', () => {
  const settings = { server: { headerTimeoutSeconds: 1, bodyTimeoutSeconds: 2 } };

  it('that never end their headers are answered 408 and cut', async () => {
    app = await startApp({ settings });
    const answer = await sendRaw(app.port, 'GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
  });

  it('that drip their headers are cut all the same', async () => {
    app = await startApp({ settings });
    const socket = await openSocket(app.port);
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n');
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 100);
    socket.on('error', () => undefined);
    const answer = await text(socket);
    clearInterval(drip);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that never end their body are answered 408 and cut', async () => {
    app = await startApp({ settings });
    const answer = await sendRaw(
      app.port,
      'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-api-key: test-key-0123456789\r\n' +
        'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"messages":',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('get the time that the settings give, as soon as they change', async () => {
    app = await startApp();
    const silent = sendRaw(app.port, 'GET /health HTTP/1.1\r\n');
    app.change(settings);
    expect(await silent).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('do not hurry an answer that takes longer than a request may', async () => {
    const { agent, finish } = longRun();
    app = await startApp({ agent, settings });
    const response = await complete();
    const drip = setTimeout(finish, 3500);
    expect(await response.text()).toContain('[DONE]');
    clearTimeout(drip);
  });
});
