import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  startHttpMcpServer,
  type HttpMcpOptions,
  type HttpMcpServer,
} from '../../../support/mcp/http-server.ts';
import { manage, run, toolOf } from './support.ts';

/** Servers over HTTP lose sessions, break connections and come back. */

async function serve(options: HttpMcpOptions = {}): Promise<HttpMcpServer> {
  const server = await startHttpMcpServer(options);
  onTestFinished(() => server.close());
  return server;
}

const harmless = (hint: 'idempotentHint' | 'readOnlyHint') => ({
  tools: [{ name: 'ping', inputSchema: { type: 'object' }, annotations: { [hint]: true } }],
});

describe('a session that the server has lost', () => {
  // 404 is the standard's. The words of 400: the examples of the TypeScript SDK, the servers built
  // on them, and rmcp; see modelcontextprotocol/rust-sdk#733, DAWNCR0W/affine-mcp-server#301.
  it.each([
    [404, 'Session not found'],
    [404, ''],
    [400, 'Bad Request: No valid session ID provided'],
    [400, 'Bad Request: Server not initialized, no Mcp-Session-Id'],
  ])('is begun anew once, and the call made again (%i %s)', async (status, message) => {
    const server = await serve({ lost: { status, message } });
    const ping = await toolOf(manage({ h: { url: server.url } }), 'mcp_h_ping');
    expect((await run(ping, {})).output).toBe('pong');
    server.forgetSessions();
    expect((await run(ping, {})).output).toBe('pong');
    expect(server.count('initialize')).toBe(2);
    expect(server.count('tools/call')).toBe(3);
    expect((await run(ping, {})).output).toBe('pong');
    expect(server.count('initialize')).toBe(2);
  });

  it('is begun once for all calls that meet it together', async () => {
    const server = await serve();
    const ping = await toolOf(manage({ h: { url: server.url } }), 'mcp_h_ping');
    server.forgetSessions();
    const results = await Promise.all([1, 2, 3].map(() => run(ping, {})));
    expect(results.map(({ output }) => output)).toEqual(['pong', 'pong', 'pong']);
    expect(server.count('initialize')).toBe(2);
  });

  it('that is lost again at once is an error, not a loop', async () => {
    const server: HttpMcpServer = await serve({
      onCall: (request, response) => {
        const error = { code: -32_001, message: 'Session not found' };
        response.writeHead(404, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', id: request.id, error }));
        return 'taken';
      },
    });
    const ping = await toolOf(manage({ h: { url: server.url } }), 'mcp_h_ping');
    const result = await run(ping, {});
    expect(result).toMatchObject({ error: true });
    expect(result.output).toContain('Session not found');
    expect(server.count('tools/call')).toBe(2);
  });

  it('is not seen in a refusal of something else', async () => {
    const server = await serve({
      onCall: (_request, response) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"bad name"}');
        return 'taken';
      },
    });
    const ping = await toolOf(manage({ h: { url: server.url } }), 'mcp_h_ping');
    expect((await run(ping, {})).output).toContain('bad name');
    expect(server.count('tools/call')).toBe(1);
    expect(server.count('initialize')).toBe(1);
  });
});

describe('a connection that breaks', () => {
  const cut: HttpMcpOptions['onCall'] = (_request, response) => {
    response.destroy();
    return 'taken';
  };

  it('before the answer leaves a call that is not repeated: it may have done its work', async () => {
    const server = await serve({ onCall: cut });
    const ping = await toolOf(manage({ h: { url: server.url } }), 'mcp_h_ping');
    const result = await run(ping, {});
    expect(result.output).toContain('Nobody knows whether it did what was asked');
    expect(server.count('tools/call')).toBe(1);
  });

  it.each(['idempotentHint', 'readOnlyHint'] as const)(
    'before the answer of a tool marked with %s: the call is made once more',
    async (hint) => {
      let calls = 0;
      const onCall: HttpMcpOptions['onCall'] = (request, response) =>
        (calls += 1) === 1 ? cut(request, response) : undefined;
      const server = await serve({ ...harmless(hint), onCall });
      const ping = await toolOf(manage({ h: { url: server.url } }), 'mcp_h_ping');
      expect((await run(ping, {})).output).toBe('pong');
      expect(server.count('tools/call')).toBe(2);
    },
  );

  it('in the middle of a stream ends the call at once, not after its time', async () => {
    const server = await serve({
      onCall: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(
          'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/message"}\n\n',
        );
        setTimeout(() => response.destroy(), 50);
        return 'taken';
      },
    });
    const ping = await toolOf(manage({ h: { url: server.url } }), 'mcp_h_ping');
    expect((await run(ping, {})).output).toContain('The connection broke before the answer came');
  });

  it('with the server back on its port: the call that never arrived is made again', async () => {
    const server = await serve();
    const manager = manage({ h: { url: server.url } });
    const ping = await toolOf(manager, 'mcp_h_ping');
    await server.restart();
    expect((await run(ping, {})).output).toBe('pong');
    expect(manager.status()).toMatchObject([{ state: 'ready' }]);
  });

  it('with the server away is said, and mended by itself once it is back', async () => {
    const server = await serve();
    const limits = { firstRetryMs: 20, longestRetryMs: 20, attempts: 1_000 };
    const manager = manage({ h: { url: server.url } }, { limits });
    const ping = await toolOf(manager, 'mcp_h_ping');
    await server.close();
    expect((await run(ping, {})).output).toContain('could not be reached');
    expect(manager.status()).toMatchObject([{ error: expect.stringContaining('ECONNREFUSED') }]);
    // It is listed all the same: its tools come back with it.
    expect(await manager.tools()).toHaveLength(1);
    await server.restart();
    await vi.waitFor(() => expect(manager.status()).toMatchObject([{ state: 'ready' }]), 5_000);
  });
});

it.each([401, 403])('a server that refuses our key (%i) is told so', async (refuse) => {
  const server = await serve({ refuse });
  const manager = manage({ h: { url: server.url } });
  expect(await manager.tools()).toEqual([]);
  const error = expect.stringMatching(/No, thank you.*see the headers of this server/);
  expect(manager.status()).toMatchObject([{ state: 'failed', error }]);
});
