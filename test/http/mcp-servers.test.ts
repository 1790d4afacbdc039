import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { mcpServers } from '../../src/shared/settings.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

const odd = path.resolve('test/support/mcp/odd-server.mjs');
const server = (mode: string, env: Record<string, string> = {}) => ({
  command: process.execPath,
  args: [odd, mode],
  // A checkout below /tmp is not there inside the wall.
  confined: false,
  env,
});

async function startWith(servers: Record<string, unknown>): Promise<TestHost> {
  const host = await startTestHost({ settings: { mcpServers: mcpServers.parse(servers) } });
  onTestFinished(() => host.close());
  return host;
}

interface McpHealth {
  name: string;
  state: string;
  since: number | null;
  tools: number;
  error?: string;
  words?: string;
}

async function health({ url, headers }: TestHost): Promise<McpHealth[]> {
  const response = await fetch(`${url}/health/detailed`, { headers });
  return ((await response.json()) as { mcp: McpHealth[] }).mcp;
}

it('a server whose program lies in a temporary folder starts inside the wall too', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-server-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyFile(odd, path.join(folder, 'server.mjs'));
  const command = { command: process.execPath, args: [path.join(folder, 'server.mjs'), 'honest'] };
  const host = await startWith({ temporary: command });
  await vi.waitFor(
    async () => expect(await health(host)).toMatchObject([{ state: 'ready', tools: 2 }]),
    20_000,
  );
}, 60_000);

describe('MCP servers in /health/detailed', { timeout: 60_000 }, () => {
  it('stand there from the start of the server on, each with what it does or why it failed', async () => {
    const host = await startWith({
      good: server('honest'),
      slow: server('busy-talking', { BUSY_MS: '60000' }),
      bad: server('crash-slowly'),
      missing: { command: 'no-such-program-at-all' },
      off: { ...server('honest'), disabled: true },
    });
    // Nobody has asked for a tool.
    await vi.waitFor(async () => {
      expect(await health(host)).toMatchObject([
        { name: 'good', state: 'ready', tools: 2 },
        { name: 'slow', state: 'starting', tools: 0, words: expect.stringMatching(/^Downloaded/) },
        { name: 'bad', tools: 0, error: expect.stringContaining('404 Not Found') },
        { name: 'missing', tools: 0, error: expect.stringContaining('There is no program') },
        { name: 'off', state: 'disabled', tools: 0, since: null },
      ]);
    }, 20_000);
    const [good] = await health(host);
    expect(Math.abs(Date.now() / 1000 - good!.since!)).toBeLessThan(60);
  });

  it('say nothing of their keys', async () => {
    const host = await startWith({ bad: server('tell-key', { API_TOKEN: 'very-secret-token-1' }) });
    await vi.waitFor(
      async () => expect((await health(host))[0]?.error).toContain('my key is'),
      20_000,
    );
    expect(JSON.stringify(await health(host))).not.toContain('very-secret-token-1');
  });

  it('follow the settings at once', async () => {
    const host = await startWith({});
    expect(await health(host)).toEqual([]);
    host.host.settings.update({ mcpServers: mcpServers.parse({ late: server('honest') }) });
    await vi.waitFor(
      async () => expect(await health(host)).toMatchObject([{ name: 'late', state: 'ready' }]),
      20_000,
    );
  });
});

it('a message goes without the tools of a server that still starts, and says so', async () => {
  const host = await startWith({ slow: server('busy-talking', { BUSY_MS: '60000' }) });
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ model: 'hermes-agent', messages: [{ role: 'user', content: 'hello' }] }),
  });
  expect(response.status).toBe(200);
  const { choices } = (await response.json()) as {
    choices: [{ message: { content: string; reasoning_content?: string } }];
  };
  expect(choices[0].message.reasoning_content).toContain('MCP servers still starting: slow.');
  expect(choices[0].message.content).not.toContain('still starting');
}, 60_000);
