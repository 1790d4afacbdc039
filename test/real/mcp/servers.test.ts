import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeTool } from '../../../src/main/agent/loop/call-tools.ts';
import type { Tool } from '../../../src/main/agent/tool.ts';
import { createToolFitting } from '../../../src/main/model/upstream/tool-schemas/fit-tools.ts';
import { mcpServers } from '../../../src/shared/settings.ts';
import { answerTo } from '../../support/answers-to.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { toolProblems } from '../../support/tool-rules.ts';
import { uvFolder } from '../../support/python/uv.ts';

/**
 * Ten servers as people configure them, from npm and PyPI. With COLD=1 the caches are empty and two
 * processes keep the machine busy; else what an earlier run fetched is used.
 */
const cold = process.env.COLD === '1';
/** All that can be ready must be so within this time of the start, cold and busy as it is. */
const readyWithinMs = 120_000;

let host: TestHost;
let folder: string;
let busy: ChildProcess[] = [];
let startedAt = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hermes-real-mcp-'));
  await writeFile(path.join(folder, 'note.txt'), 'written for the test');
  const uv = await uvFolder();
  const caches = cold ? folder : path.join(homedir(), '.cache', 'hermes-tray', 'mcp');
  const env = {
    PATH: `${uv}${path.delimiter}${process.env.PATH}`,
    npm_config_cache: path.join(caches, 'npm'),
    UV_CACHE_DIR: path.join(caches, 'uv'),
  };
  await mkdir(caches, { recursive: true });
  const npx = (...words: string[]) => ({ command: 'npx', args: ['-y', ...words], env });
  const uvx = (...words: string[]) => ({ command: 'uvx', args: words, env });
  if (cold) busy = [1, 2].map(() => spawn('/bin/sh', ['-c', 'while :; do :; done']));
  startedAt = performance.now();
  host = await startTestHost({
    settings: {
      mcpServers: mcpServers.parse({
        everything: npx('@modelcontextprotocol/server-everything'),
        filesystem: npx('@modelcontextprotocol/server-filesystem', folder),
        memory: npx('@modelcontextprotocol/server-memory'),
        thinking: npx('@modelcontextprotocol/server-sequential-thinking'),
        playwright: npx('@playwright/mcp'),
        context7: npx('@upstash/context7-mcp'),
        fetch: uvx('mcp-server-fetch'),
        git: uvx('mcp-server-git'),
        time: uvx('mcp-server-time'),
        sqlite: uvx('mcp-server-sqlite'),
      }),
    },
  });
});

afterAll(async () => {
  await host?.close();
  for (const process of busy) process.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

/** Resolves to the number of its tools when the server is ready; rejects when its time is up. */
async function ready(name: string): Promise<number> {
  const server = () => host.host.mcpServers().find((each) => each.name === name)!;
  const timeout = Math.max(readyWithinMs - (performance.now() - startedAt), 1);
  await vi.waitFor(() => expect(server()).toMatchObject({ state: 'ready' }), {
    timeout,
    interval: 200,
  });
  return server().tools.length;
}

async function call(name: string, args: Record<string, unknown>): Promise<string> {
  const tool = (await host.host.toolbox.tools()).find((each) => each.name === name) as Tool;
  expect(tool, name).toBeDefined();
  const { output, error } = await tool.execute(args, {
    signal: AbortSignal.timeout(60_000),
  } as Parameters<Tool['execute']>[1]);
  expect(error, output).toBeUndefined();
  return output;
}

it.each([
  'everything',
  'filesystem',
  'memory',
  'thinking',
  'playwright',
  'context7',
  'fetch',
  'git',
  'time',
])('%s is ready within two minutes', async (name) => {
  expect(await ready(name)).toBeGreaterThan(0);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`${name}: ready within ${seconds} s${cold ? ', cold' : ''}\n`);
});

it('the one that is broken by itself says so in its own last words, and holds up no other', async () => {
  const server = () => host.host.mcpServers().find(({ name }) => name === 'sqlite')!;
  await expect
    .poll(() => server().state === 'ready' || server().error !== undefined, {
      timeout: readyWithinMs,
    })
    .toBe(true);
  // It calls what its own library has no more; whoever mends it makes this one ready.
  if (server().state !== 'ready') {
    expect(server().error).toMatch(/It ended with exit code \d+.*It said:\n.*\w+Error: /s);
  }
});

it.each([
  ['mcp_everything_echo', { message: 'hello' }, /hello/],
  ['mcp_filesystem_read_text_file', { path: 'note.txt' }, /written for the test/],
  ['mcp_memory_read_graph', {}, /entities/],
  [
    'mcp_thinking_sequentialthinking',
    { thought: 'one', nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 },
    /thoughtNumber/,
  ],
  ['mcp_time_get_current_time', { timezone: 'Europe/Berlin' }, /Europe\/Berlin/],
])('%s can be called', async (name, args, output) => {
  await ready(name.split('_')[1]!);
  const given = 'path' in args ? { path: path.join(folder, args.path) } : args;
  expect(await call(name, given)).toMatch(output);
});

it('their names and schemas are such that they can be offered', async () => {
  const tools = await host.host.toolbox.tools();
  const theirs = tools.filter(({ name }) => name.startsWith('mcp_'));
  expect(theirs.length).toBeGreaterThan(60);
  expect(new Set(theirs.map(({ name }) => name)).size).toBe(theirs.length);
  for (const { name, jsonSchema } of theirs) {
    expect(name).toMatch(/^[\w-]{1,64}$/);
    expect(jsonSchema).toMatchObject({ type: 'object' });
  }
});

it('as they are sent, every service takes them, and what a model answers is what they want', async () => {
  const tools = (await host.host.toolbox.tools()).filter(({ name }) => name.startsWith('mcp_'));
  const described = tools.map(describeTool);
  const fitted = await createToolFitting()(described.slice(0, 128));
  expect(toolProblems(fitted.tools)).toEqual([]);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  let answers = 0;
  for (const [index, { function: sent }] of fitted.tools.entries()) {
    const { $schema: _, ...schema } = tools[index]!.jsonSchema!;
    const fits = ajv.compile(schema);
    for (const answer of fc.sample(answerTo(sent.parameters!), 20)) {
      const text = JSON.stringify(answer);
      const call = fitted.restored({ id: 'c', name: sent.name, arguments: text });
      expect(fits(JSON.parse(call.arguments)), `${sent.name} ${text}`).toBe(true);
      answers += 1;
    }
  }
  const changed = fitted.tools.filter((tool, index) => tool !== described[index]).length;
  process.stdout.write(
    `${fitted.tools.length} tools, ${changed} of them fitted, ${answers} answers\n`,
  );
});
