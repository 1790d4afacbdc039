import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeTool } from '../../../../src/main/agent/loop/call-tools.ts';
import { defaultMcpLimits } from '../../../../src/main/agent/mcp/mcp-limits.ts';
import { isAlive, manage, oddServer, pids, run, tempFile, toolOf } from './support.ts';

/** A server that says more than anybody can listen to. */

async function expectGone(file: string): Promise<void> {
  const started = await pids(file);
  await expect.poll(() => started.filter(isAlive), { timeout: 15_000 }).toEqual([]);
}

describe('an MCP server', { timeout: 60_000 }, () => {
  it('that lists 40,000 tools has the first 256 of them', async () => {
    const tools = await manage({ odd: oddServer('many') }).tools();
    expect(tools).toHaveLength(256);
    expect(tools.at(-1)!.name).toBe('mcp_odd_tool255');
  });

  it('with a description and a schema of 3 MB does not fill every prompt with them', async () => {
    const giant = await toolOf(manage({ odd: oddServer('giant') }), 'mcp_odd_giant');
    const { function: shown } = describeTool(giant);
    expect(shown.parameters).toEqual({ type: 'object' });
    expect(shown.description!.length).toBeLessThan(4_100);
  });

  it('with a schema 20,000 levels deep spoils no request to the model', async () => {
    const tools = await manage({ odd: oddServer('deep') }).tools();
    expect(JSON.stringify(tools.map(describeTool))).toContain('mcp_odd_deep');
  });

  it('that begins a line and never ends it is given up, and its process with it', async () => {
    const file = await tempFile();
    const manager = manage({ odd: oddServer('spew', file) });
    expect(await manager.tools()).toEqual([]);
    expect(manager.status()).toMatchObject([{ state: 'failed' }]);
    await expectGone(file);
  });

  it('that sends messages without end is given up, with the reason, and its process with it', async () => {
    const file = await tempFile();
    const manager = manage({ odd: oddServer('chatter', file) });
    await manager.tools();
    const error = 'It sent more than 3000 messages in a second';
    await expect
      .poll(() => manager.status(), { timeout: 15_000 })
      .toMatchObject([{ state: 'failed', error }]);
    await expectGone(file);
  });

  it('that answers a call at great length is cut, and at too great length ended', async () => {
    const echo = await toolOf(manage({ odd: oddServer('long-winded') }), 'mcp_odd_echo');
    const { output } = await run(echo, { text: '5000000' });
    expect(output.length).toBeLessThan(51_000);
    const tooLong = await run(echo, { text: '30000000' });
    expect(tooLong).toMatchObject({
      error: true,
      output: expect.stringContaining('could not answer'),
    });
  });

  it.each([
    ['a body', 'application/json', '{"jsonrpc":"2.0","id":0,"result":{"x":"', 'x'.repeat(65_536)],
    ['an event', 'text/event-stream', 'event: message\n', `data: ${'x'.repeat(65_530)}\n`],
  ])('over HTTP that never ends %s is given up', async (_what, type, begin, more) => {
    let sent = 0;
    const drown = (response: ServerResponse): void => {
      if (response.destroyed) return;
      sent += more.length;
      if (response.write(more)) setImmediate(drown, response);
      else response.once('drain', () => drown(response));
    };
    const server = createServer((request, response) => {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      response.writeHead(200, { 'content-type': type }).write(begin);
      drown(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const limits = { ...defaultMcpLimits, reachMs: 8_000, firstWaitMs: 8_000, message: 1_000_000 };
    const manager = manage({ far: { url } }, { limits });
    expect(await manager.tools()).toEqual([]);
    expect(manager.status()).toMatchObject([{ state: 'failed' }]);
    // What was on its way comes on top of it.
    expect(sent).toBeLessThan(20_000_000);
  });
});
