import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import type { Logger } from '../../../../src/main/log/logger.ts';
import {
  createMcpManager,
  type McpManager,
  type McpManagerOptions,
} from '../../../../src/main/agent/mcp/mcp-manager.ts';
import type { Tool, ToolResult } from '../../../../src/main/agent/tool.ts';
import { mcpServers, type McpServer } from '../../../../src/shared/settings.ts';
import { contextFor } from '../tools/support.ts';

const everything = resolve('node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const odd = resolve('test/support/mcp/odd-server.mjs');

const silent: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** Our own server that misbehaves as `mode` says; `file` gets the ids of its processes. */
export function oddServer(mode: string, file?: string): unknown {
  return { command: process.execPath, args: [odd, mode, ...(file ? [file] : [])] };
}

/** The reference server over pipes. */
export const everythingOverPipes = { command: process.execPath, args: [everything, 'stdio'] };

/** A manager of these servers, closed when the test ends. */
export function manage(
  servers: Record<string, unknown>,
  options: Partial<McpManagerOptions> = {},
): McpManager {
  const parsed: Record<string, McpServer> = mcpServers.parse(servers);
  const manager = createMcpManager({
    servers: () => parsed,
    environment: () => Promise.resolve({ PATH: process.env['PATH'] ?? '' }),
    callMs: () => 120_000,
    folder: process.cwd(),
    version: '1.0.0',
    logger: silent,
    ...options,
  });
  onTestFinished(() => manager.close());
  return manager;
}

/** Where a server is to write the ids of its processes, in a folder that is gone when the test ends. */
export async function tempFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hermes-mcp-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'pids');
}

/** The ids in such a file. */
export async function pids(file: string): Promise<number[]> {
  return (await readFile(file, 'utf8')).trim().split('\n').map(Number);
}

/** Whether a process runs; one that has ended and waits to be collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // ENOENT: it is gone.
    return false;
  }
}

/** The tool of this name. */
export async function toolOf(manager: McpManager, name: string): Promise<Tool> {
  const tools = await manager.tools();
  const found = tools.find((tool) => tool.name === name);
  if (!found) throw new Error(`No ${name} among ${tools.map((tool) => tool.name).join(', ')}`);
  return found;
}

export function run(
  tool: Tool,
  args: Record<string, unknown>,
  signal = new AbortController().signal,
): Promise<ToolResult> {
  return tool.execute(args, contextFor('/', { signal }));
}

/** Starts the reference server over HTTP: the present protocol, or the one before. Gives its address. */
export async function everythingOverHttp(protocol: 'streamableHttp' | 'sse'): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  const child = spawn(process.execPath, [everything, protocol], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}/${protocol === 'sse' ? 'sse' : 'mcp'}`;
  await vi.waitFor(
    async () => {
      const abort = new AbortController();
      await fetch(url, { signal: abort.signal });
      abort.abort();
    },
    { timeout: 15_000, interval: 50 },
  );
  return url;
}
