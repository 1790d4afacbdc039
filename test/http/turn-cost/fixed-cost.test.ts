import { expect, it, onTestFinished, vi } from 'vitest';
import { mcpServers } from '../../../src/shared/settings.ts';
import { closeBoth, startHostWithUpstream } from '../../support/host-with-upstream.ts';
import { startHttpMcpServer } from '../../support/mcp/http-server.ts';

/** Tools of an MCP server as they come: a name, a sentence, some parameters. */
const hundredTools = Array.from({ length: 100 }, (_, index) => ({
  name: `list_customers_of_region_${index}`,
  description: `Lists the customers of region ${index}, with their addresses and open invoices.`,
  inputSchema: {
    type: 'object',
    properties: {
      since: { type: 'string', description: 'ISO date.' },
      limit: { type: 'integer', description: 'How many at most.' },
    },
    required: ['since'],
  },
}));

async function startWith(tools: unknown[]) {
  const mcp = await startHttpMcpServer({ tools });
  const both = await startHostWithUpstream({
    settings: { mcpServers: mcpServers.parse({ crm: { url: mcp.url } }) },
  });
  onTestFinished(async () => {
    await closeBoth(both);
    await mcp.close();
  });
  const { host, upstream } = both;
  upstream.replyWith(() => ({ text: 'ok' }));
  await vi.waitFor(
    () => expect(host.host.mcpServers()[0]!.tools).toHaveLength(tools.length),
    20_000,
  );
  return both;
}

/** Characters of system prompt and tool definitions as they arrive at the model service. */
async function sent({ host, upstream }: Awaited<ReturnType<typeof startWith>>): Promise<number> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
  });
  await response.text();
  const { messages, tools = [] } = upstream.requests.at(-1)!.body;
  return tools.reduce(
    (sum, tool) => sum + JSON.stringify(tool).length,
    (messages[0]!.content as string).length,
  );
}

it('the fixed cost that the window shows is what a model service gets, and the sum of its parts', async () => {
  const both = await startWith(hundredTools);
  const { host } = both.host;
  for (const alwaysOffered of [[], ['browser'], ['browser', 'mcp']]) {
    host.settings.update({ agent: { alwaysOffered } });
    const cost = await host.fixedCost();
    expect(cost.characters).toBe(await sent(both));
    expect(cost.parts.reduce((sum, { characters }) => sum + characters, 0)).toBe(cost.characters);
    expect(cost.tokens).toBeCloseTo(cost.characters / 3.5, -1);
    const offered = cost.parts.filter((part) => part.offered).map(({ id }) => id);
    expect(
      offered.filter((id) => !['prompt', 'tools'].includes(id)).map((id) => id.split(':')[0]),
    ).toEqual(alwaysOffered);
  }
}, 60_000);

it('an MCP server of 100 tools adds at most 2,000 characters; switched to always, what they take', async () => {
  const both = await startWith(hundredTools);
  const { host } = both.host;
  const with100 = await sent(both);
  const server = (await host.fixedCost()).parts.find(({ id }) => id === 'mcp:crm')!;
  expect(server).toMatchObject({ tools: 100, offered: false });
  expect(server.ifOffered).toBeGreaterThan(20_000);
  host.settings.update({ mcpServers: {} });
  await vi.waitFor(async () => {
    const without = await sent(both);
    expect(with100 - without).toBe(server.characters);
    expect(server.characters).toBeLessThanOrEqual(2_000);
  });
}, 60_000);
