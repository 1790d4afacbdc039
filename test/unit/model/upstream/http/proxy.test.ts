import { once } from 'node:events';
import { createServer, request as forward, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  startScriptedUpstream,
  type ScriptedUpstream,
} from '../../../../support/scripted-upstream.ts';
import { settingsSchema } from '../../../../../src/shared/settings.ts';
import { reachabilityOf } from '../../../../../src/main/model/services/reachability.ts';
import { ask, failureOf, modelFor } from '../../ask.ts';

/** A proxy that leads every name to the scripted upstream, or to a port. */
let proxy: Server;
let seen: { line: string; authorization: string | undefined }[];
let tunnelTo: number | undefined;
let upstream: ScriptedUpstream;

beforeEach(async () => {
  upstream = await startScriptedUpstream();
  seen = [];
  tunnelTo = undefined;
  proxy = createServer((request, response) => {
    const { method, headers, url } = request;
    seen.push({ line: `${method} ${url}`, authorization: headers['proxy-authorization'] });
    const { pathname } = new URL(url!);
    const onward = forward(new URL(pathname, upstream.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  proxy.on('connect', ({ url }, client: Duplex) => {
    seen.push({ line: `CONNECT ${url}`, authorization: undefined });
    if (tunnelTo === undefined) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const server = connect(tunnelTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    for (const socket of [client, server]) {
      socket.on('error', () => {
        client.destroy();
        server.destroy();
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy']) {
    vi.stubEnv(name, '');
    vi.stubEnv(name.toUpperCase(), '');
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  proxy.close();
  proxy.closeAllConnections();
  await upstream.close();
});

const address = (credentials = ''): string =>
  `http://${credentials}127.0.0.1:${(proxy.address() as AddressInfo).port}`;
const far = { baseUrl: 'http://models.example/v1' };

const reachable = (baseUrl = far.baseUrl): ReturnType<typeof reachabilityOf> => {
  const { model } = settingsSchema.parse({ model: { provider: 'custom', baseUrl } });
  return reachabilityOf(model, 'sk-test', new AbortController().signal);
};

test('a service is asked through the proxy of the environment, with its name and password', async () => {
  vi.stubEnv('HTTP_PROXY', address('me:secret@'));
  upstream.reply({ text: ['through ', 'it'] }, { text: 'again' });
  const model = modelFor(upstream, far);
  expect((await ask(model)).texts).toEqual(['through ', 'it']);
  expect((await ask(model)).texts).toEqual(['again']);
  expect(seen).toEqual(
    [1, 2].map(() => ({
      line: 'POST http://models.example/v1/chat/completions',
      authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`,
    })),
  );
});

test('whether a service can be reached is asked on the way that its calls take', async () => {
  vi.stubEnv('HTTP_PROXY', address());
  expect(await reachable()).toEqual({ reachable: true });
  expect(seen).toMatchObject([{ line: 'GET http://models.example/v1/models' }]);

  vi.stubEnv('HTTP_PROXY', '');
  expect(await reachable()).toMatchObject({
    reachable: false,
    error: expect.stringContaining('http://models.example/v1) cannot be found'),
  });
  // The proxy answers for itself, not for the service.
  vi.stubEnv('HTTPS_PROXY', address());
  expect(await reachable('https://models.example/v1')).toMatchObject({
    reachable: false,
    error: expect.stringContaining('wants a name and a password'),
  });
});

test('a service on this computer is asked straight, and so are the hosts of NO_PROXY', async () => {
  vi.stubEnv('HTTP_PROXY', address());
  upstream.reply({ text: 'straight' });
  expect((await ask(modelFor(upstream))).texts).toEqual(['straight']);
  vi.stubEnv('NO_PROXY', 'models.example');
  const error = await failureOf(ask(modelFor(upstream, far)));
  expect((error as Error).message).toContain('http://models.example/v1) cannot be found');
  expect(seen).toEqual([]);
});

test('to an encrypted service the proxy is a tunnel, into which it does not see', async () => {
  vi.stubEnv('HTTPS_PROXY', address());
  // What is at its end speaks no TLS, and is told what the tunnel brings.
  let bring: (bytes: Buffer) => void;
  const brought = new Promise<Buffer>((resolve) => (bring = resolve));
  const end = createServer().on('connection', (socket) => {
    socket.removeAllListeners('data').once('data', (bytes: Buffer) => {
      bring(bytes);
      socket.destroy();
    });
  });
  end.listen(0, '127.0.0.1');
  await once(end, 'listening');
  tunnelTo = (end.address() as AddressInfo).port;
  await failureOf(ask(modelFor(upstream, { baseUrl: 'https://models.example/v1' })));
  // The record of a TLS handshake.
  expect((await brought)[0]).toBe(0x16);
  expect(seen[0]).toMatchObject({ line: 'CONNECT models.example:443' });
  end.close();
});

test('a proxy that wants a password, or cannot be reached, is named, and its password is not', async () => {
  vi.stubEnv('HTTPS_PROXY', address());
  const secured = modelFor(upstream, { baseUrl: 'https://models.example/v1' });
  const refused = await failureOf(ask(secured));
  expect(refused).toMatchObject({ kind: 'authentication', status: 407 });
  expect((refused as Error).message).toContain('The proxy on the way to Testers wants a name');

  const gone = address('me:secret@');
  proxy.close();
  proxy.closeAllConnections();
  vi.stubEnv('HTTPS_PROXY', gone);
  const silent = await failureOf(ask(modelFor(upstream, { baseUrl: 'https://models.example/v1' })));
  expect(silent).toMatchObject({ kind: 'connection' });
  expect((silent as Error).message).toMatch(
    /^The proxy on the way to Testers, 127\.0\.0\.1:\d+, cannot be reached \(ECONNREFUSED\)/,
  );
  expect((silent as Error).message).not.toContain('secret');

  vi.stubEnv('HTTPS_PROXY', 'http://me:secret@not an address');
  const wrong = await failureOf(ask(modelFor(upstream, { baseUrl: 'https://models.example/v1' })));
  expect((wrong as Error).message).toContain('Testers, whose address is not valid, cannot be');
  expect((wrong as Error).message).not.toContain('secret');
});
