import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mcpServers } from '../../../src/shared/settings.ts';
import { startHttpMcpServer, type HttpMcpServer } from '../../support/mcp/http-server.ts';
import {
  agentRequests,
  startConversationBench,
  type ConversationBench,
} from '../../support/conversation-bench.ts';

let mcp: HttpMcpServer;
let bench: ConversationBench;
beforeEach(async () => {
  mcp = await startHttpMcpServer();
  bench = await startConversationBench((said, outputs) => {
    const call = /^call (\w+)(.*)/.exec(said);
    return call && outputs === 0
      ? { toolCalls: [{ name: call[1]!, arguments: JSON.parse(call[2] || '{}') as object }] }
      : { text: 'ok' };
  });
});
afterEach(async () => {
  await bench.close();
  await mcp.close();
});

const toolsSent = (): string =>
  JSON.stringify(agentRequests(bench.upstream.requests).at(-1)!.body.tools);
const outputSent = (): string =>
  JSON.stringify(
    bench.upstream.requests.at(-1)!.body.messages.findLast(({ role }) => role === 'tool'),
  );
const ready = async (): Promise<void> =>
  vi.waitFor(
    () => expect(bench.host.host.mcpServers()[0]).toMatchObject({ state: 'ready' }),
    20_000,
  );
const withServer = () => ({ mcpServers: mcpServers.parse({ pinger: { url: mcp.url } }) });

it('a server that is away after a restart leaves the tools of a conversation as they were', async () => {
  bench.host.host.settings.update(withServer());
  await ready();
  const client = bench.client('chat');
  await client.ask('Hello');
  const before = toolsSent();
  expect(before).toContain('mcp_pinger_ping');
  await mcp.close();
  await bench.restart();
  await client.ask('call mcp_pinger_ping');
  expect(toolsSent()).toBe(before);
  expect(outputSent()).toContain('is not there at the moment');
  await mcp.restart();
  await bench.host.host.toolbox.mcp.reconnect('pinger');
  await ready();
  await client.ask('call mcp_pinger_ping');
  expect(toolsSent()).toBe(before);
  expect(outputSent()).toContain('pong');
}, 60_000);

it('a server that comes in the middle of a conversation is found on demand, and offered in the next', async () => {
  const client = bench.client('chat');
  await client.ask('Hello');
  const before = toolsSent();
  bench.host.host.settings.update(withServer());
  await ready();
  await client.ask('call find_tools{"query":"ping"}');
  expect(toolsSent()).toBe(before);
  expect(outputSent()).toContain('mcp_pinger_ping');
  await client.ask('call mcp_pinger_ping');
  expect(outputSent()).toContain('pong');
  await bench.client('next').ask('Hello again');
  expect(toolsSent()).toContain('mcp_pinger_ping');
}, 60_000);

it('a tool that is switched off, and a server that is taken away, are offered no more', async () => {
  bench.host.host.settings.update(withServer());
  await ready();
  const client = bench.client('chat');
  await client.ask('Hello');
  expect(toolsSent()).toContain('mcp_pinger_ping');
  bench.host.host.settings.update({ agent: { disabledTools: ['mcp_pinger_ping'] } });
  await client.ask('Again');
  expect(toolsSent()).not.toContain('mcp_pinger_ping');
  bench.host.host.settings.update({ agent: { disabledTools: [] } });
  await client.ask('And again');
  expect(toolsSent()).toContain('mcp_pinger_ping');
  bench.host.host.settings.update({ mcpServers: {} });
  await client.ask('Once more');
  expect(toolsSent()).not.toContain('mcp_pinger_ping');
}, 60_000);
