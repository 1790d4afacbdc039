import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { McpServer } from '../../../../src/shared/settings.ts';
import { mcpServers } from '../../../../src/shared/settings.ts';
import {
  everythingOverHttp,
  everythingOverPipes,
  isAlive,
  manage,
  oddServer,
  pids,
  run,
  tempFile,
  toolOf,
} from './support.ts';
import { contextFor } from '../tools/support.ts';

describe('MCP servers', () => {
  it('offers and calls the tools of a server over pipes, with their own schemas', async () => {
    const manager = manage({ every: everythingOverPipes });
    const echo = await toolOf(manager, 'mcp_every_echo');
    expect(echo.jsonSchema).toMatchObject({
      type: 'object',
      properties: { message: { type: 'string' } },
    });
    expect(await run(echo, { message: 'hi' })).toEqual({ output: 'Echo: hi' });
    expect(manager.status()).toMatchObject([{ name: 'every', state: 'ready' }]);
  });

  it('hands images on to the model', async () => {
    const manager = manage({ every: everythingOverPipes });
    const result = await run(await toolOf(manager, 'mcp_every_get-tiny-image'), {});
    expect(result.images?.[0]?.url).toMatch(/^data:image\/png;base64,/);
  });

  it('tells the model what the server has against its arguments', async () => {
    const manager = manage({ every: everythingOverPipes });
    const result = await run(await toolOf(manager, 'mcp_every_echo'), { wrong: 1 });
    expect(result.error).toBe(true);
    expect(result.output).toMatch(/message/);
  });

  it.each(['streamableHttp', 'sse'] as const)(
    'speaks to a server over HTTP (%s)',
    async (protocol) => {
      const url = await everythingOverHttp(protocol);
      const manager = manage({ web: { url } });
      expect(await run(await toolOf(manager, 'mcp_web_echo'), { message: 'hi' })).toEqual({
        output: 'Echo: hi',
      });
    },
  );

  it('asks before a tool that its server calls destructive, and for no other', async () => {
    const manager = manage({ odd: oddServer('honest') });
    const context = contextFor('/');
    expect(await (await toolOf(manager, 'mcp_odd_wipe')).assess?.({}, context)).toMatchObject([
      { level: 'approval', rule: 'mcp:odd/wipe' },
    ]);
    expect(await (await toolOf(manager, 'mcp_odd_echo')).assess?.({}, context)).toEqual([]);
  });

  it('gives a server the cleaned environment and its own variables, and nothing else', async () => {
    vi.stubEnv('PROBE', 'from the host');
    onTestFinished(() => void vi.unstubAllEnvs());
    const plain = manage({ odd: oddServer('honest') });
    expect((await run(await toolOf(plain, 'mcp_odd_echo'), { text: 'x' })).output).toBe('echo: x ');
    const own = manage({ odd: { ...(oddServer('honest') as object), env: { PROBE: 'its own' } } });
    expect((await run(await toolOf(own, 'mcp_odd_echo'), { text: 'x' })).output).toBe(
      'echo: x its own',
    );
  });

  it('says why a server did not start, with its last words, and goes on without it', async () => {
    const manager = manage({
      bad: oddServer('crash-at-start'),
      none: { command: 'no-such-program-at-all' },
      good: oddServer('honest'),
    });
    const names = (await manager.tools()).map((tool) => tool.name);
    expect(names).toEqual(['mcp_good_echo', 'mcp_good_wipe']);
    const [bad, none, good] = manager.status();
    expect(bad).toMatchObject({ state: 'failed', tools: [] });
    expect(bad?.error).toContain('cannot find my configuration');
    expect(none?.error).toContain('There is no program "no-such-program-at-all"');
    expect(good).toMatchObject({ state: 'ready', tools: names });
  });

  it('waits for a silent server once, and not again', async () => {
    const manager = manage(
      { quiet: oddServer('silent') },
      { limits: { startIdleMs: 1_500, firstWaitMs: 60_000 } },
    );
    const first = performance.now();
    expect(await manager.tools()).toEqual([]);
    const second = performance.now();
    expect(manager.status()[0]?.error).toMatch(/did not answer within|timed out/i);
    expect(await manager.tools()).toEqual([]);
    expect(performance.now() - second).toBeLessThan((second - first) / 2);
  });

  it('survives a server that writes garbage between its answers', async () => {
    const manager = manage({ odd: oddServer('garbage') });
    const result = await run(await toolOf(manager, 'mcp_odd_echo'), { text: 'x' });
    expect(result.output).toBe('echo: x ');
  });

  it('takes from a lying server what is true', async () => {
    const manager = manage({ odd: oddServer('lying') });
    const tools = await manager.tools();
    expect(tools.map((tool) => tool.name.slice(0, 20))).toEqual([
      'mcp_odd_echo',
      'mcp_odd_wipe',
      'mcp_odd_no_schema',
      `mcp_odd_${'x'.repeat(12)}`,
    ]);
    for (const tool of tools) {
      expect(tool.name).toMatch(/^[\w-]{1,64}$/);
      expect(tool.description.length).toBeLessThan(5_000);
      expect(tool.jsonSchema).toMatchObject({ type: 'object' });
    }
    const result = await run(tools[0]!, {});
    expect(result.output).toContain('true part');
    expect(result.images).toBeUndefined();
  });

  it('stops reading a tool list that never ends', async () => {
    const manager = manage({ odd: oddServer('endless') });
    expect((await manager.tools()).length).toBe(2);
  });

  it('makes nonsense an error the model can read', async () => {
    const manager = manage({ odd: oddServer('nonsense') }, { callMs: () => 200 });
    const result = await run(await toolOf(manager, 'mcp_odd_echo'), {});
    expect(result.error).toBe(true);
    expect(result.output).toContain('The MCP server "odd" could not answer');
  });

  it('tells of a crash during a call, and starts the server again for the next one', async () => {
    const file = await tempFile();
    const manager = manage(
      { odd: oddServer('crash-on-call', file) },
      { limits: { firstRetryMs: 1 } },
    );
    const echo = await toolOf(manager, 'mcp_odd_echo');
    expect((await run(echo, {})).error).toBe(true);
    await vi.waitFor(() => expect(manager.status()[0]?.state).toBe('failed'));
    // It is listed all the same: it was there a moment ago.
    expect((await manager.tools()).length).toBe(2);
    await vi.waitFor(async () => {
      await run(echo, {});
      expect((await pids(file)).length).toBeGreaterThan(1);
    });
  });

  it('gives up a call that hangs, and the server with it', async () => {
    const file = await tempFile();
    const manager = manage(
      { odd: oddServer('hang', file) },
      { callMs: () => 200, limits: { pingMs: 200 } },
    );
    const result = await run(await toolOf(manager, 'mcp_odd_echo'), {});
    expect(result).toMatchObject({ error: true });
    expect(result.output).toContain('did not answer within');
    const [pid] = await pids(file);
    await vi.waitFor(() => expect(isAlive(pid!)).toBe(false), { timeout: 10_000 });
    expect(manager.status()[0]).toMatchObject({ state: 'failed', error: 'It hung' });
  });

  it('ends a call when the run is aborted', async () => {
    const manager = manage({ odd: oddServer('hang') });
    const abort = new AbortController();
    const pending = run(await toolOf(manager, 'mcp_odd_echo'), {}, abort.signal);
    abort.abort(new Error('the client has left'));
    await expect(pending).rejects.toThrow('the client has left');
  });

  it('follows a change of the tool list', async () => {
    const manager = manage({ odd: oddServer('grow') }, { limits: { listEveryMs: 1 } });
    expect((await manager.tools()).length).toBe(2);
    await vi.waitFor(async () => expect((await manager.tools()).length).toBe(3));
  });

  it('is not drowned by a server that announces changes without end', async () => {
    const manager = manage({ odd: oddServer('flood') });
    const echo = await toolOf(manager, 'mcp_odd_echo');
    expect((await run(echo, { text: 'x' })).output).toBe('echo: x ');
  });

  it('follows the settings: changed servers start anew, removed and disabled ones end', async () => {
    const file = await tempFile();
    let current: Record<string, McpServer> = mcpServers.parse({ odd: oddServer('honest', file) });
    const manager = manage({}, { servers: () => current });
    expect((await manager.tools()).length).toBe(2);
    const [first] = await pids(file);
    current = mcpServers.parse({ odd: oddServer('lying', file) });
    expect((await manager.tools()).length).toBe(4);
    await vi.waitFor(() => expect(isAlive(first!)).toBe(false), { timeout: 10_000 });
    current = mcpServers.parse({ odd: { ...(oddServer('lying') as object), disabled: true } });
    expect(await manager.tools()).toEqual([]);
    expect(manager.status()).toEqual([{ name: 'odd', state: 'disabled', since: null, tools: [] }]);
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves no process behind when closed, grandchildren that refuse to end included',
    async () => {
      const file = await tempFile();
      const manager = manage({ odd: oddServer('child', file) });
      await manager.tools();
      const started = await pids(file);
      expect(started.filter(isAlive).length).toBe(2);
      await manager.close();
      expect(started.filter(isAlive)).toEqual([]);
      expect(await manager.tools()).toEqual([]);
    },
  );
});
