import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAddressGuard } from '../../../../src/main/agent/network/address-guard.ts';
import {
  startGuardingProxy,
  type GuardingProxy,
} from '../../../../src/main/agent/network/guarding-proxy.ts';
import { serve } from './support.ts';

async function start(allowPrivate: boolean): Promise<GuardingProxy> {
  const proxy = await startGuardingProxy(createAddressGuard(() => allowPrivate));
  onTestFinished(() => proxy.close());
  return proxy;
}

async function get(proxy: GuardingProxy, path: string): Promise<{ status: number; text: string }> {
  const { port } = new URL(proxy.url);
  const outgoing = request({ host: '127.0.0.1', port, path, agent: false }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text };
}

/** Opens a tunnel and gives what comes back first. */
async function tunnel(proxy: GuardingProxy, target: string): Promise<string> {
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

describe('guarding proxy', () => {
  it('hands on what may be reached', async () => {
    const port = await serve((incoming, response) => response.end(`you asked for ${incoming.url}`));
    const proxy = await start(true);
    expect(await get(proxy, `http://127.0.0.1:${port}/a?b`)).toEqual({
      status: 200,
      text: 'you asked for /a?b',
    });
    expect(await tunnel(proxy, `127.0.0.1:${port}`)).toContain('200 Connection Established');
  });

  it('refuses private addresses, and remembers why', async () => {
    let requests = 0;
    const port = await serve((_, response) => {
      requests += 1;
      response.end();
    });
    const proxy = await start(false);
    const answer = await get(proxy, `http://localhost:${port}/`);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('local network');
    expect(await tunnel(proxy, `localhost:${port}`)).toContain('403');
    expect(await tunnel(proxy, `[::1]:${port}`)).toContain('403');
    expect(proxy.refusal('localhost')).toContain('local network');
    expect(proxy.refusal('example.com')).toBeUndefined();
    expect(requests).toBe(0);
  });

  it('is no web server: what is not meant for a proxy is refused', async () => {
    const proxy = await start(true);
    expect((await get(proxy, '/')).status).toBe(400);
    expect((await get(proxy, 'file:///etc/passwd')).status).toBe(400);
  });

  it('survives targets that do not answer or do not exist', async () => {
    const proxy = await start(true);
    expect((await get(proxy, 'http://127.0.0.1:1/')).status).toBe(502);
    expect(await tunnel(proxy, '127.0.0.1:1')).toContain('502');
    expect(await tunnel(proxy, 'nonsense')).toContain('502');
  });
});
