import { resolve } from 'node:path';
import { expect, open, test, useSharedApp } from './fixtures.ts';

const odd = resolve('test/support/mcp/odd-server.mjs');
const node = process.env.npm_node_execpath ?? process.execPath;

const servers = {
  good: { command: node, args: [odd, 'honest'], confined: false },
  slow: {
    command: node,
    args: [odd, 'busy-talking'],
    confined: false,
    env: { BUSY_MS: '3600000' },
  },
  bad: { command: node, args: [odd, 'crash-slowly'], confined: false },
};

const shared = useSharedApp(() => ({
  env: { API_SERVER_PORT: '0', HERMES_MCP_SERVERS: JSON.stringify({ mcpServers: servers }) },
}));
const state = (name: string) =>
  shared.page.getByRole('status', { name: `State of ${name}`, exact: true });

test('the Agent page says how each MCP server stands', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  await expect(state('good')).toContainText('Ready, 2 tools');
  await expect(state('slow')).toContainText(/Starting\s*for \d/);
  await expect(page.getByText(/^Downloaded \d+$/)).toBeVisible();
  await expect(state('bad')).toContainText('Failed', { timeout: 60_000 });
  await expect(page.getByText('It ended with exit code 1 before it was ready')).toBeVisible();
  await expect(page.getByText('npm error 404 Not Found').first()).toBeVisible();
});

test('its tools are listed when it is ready, and a server is begun anew by a button', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  await expect(page.getByRole('switch', { name: 'mcp_good_echo' })).toBeVisible();
  await page.getByRole('button', { name: 'Reconnect good' }).click();
  await expect(state('good')).toContainText('Starting');
  await expect(state('good')).toContainText('Ready, 2 tools');
});
