import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { defaultMcpLimits } from '../../../../src/main/agent/mcp/mcp-limits.ts';
import { spawnServer } from '../../../../src/main/agent/mcp/transport/spawn-server.ts';
import { isAlive, manage, oddServer, pids, run, tempFile, toolOf } from './support.ts';

/** Servers that take long to start, as npx and uvx do on a cold cache, and those that never do. */

const busy = (mode: string, milliseconds: number, file?: string) => ({
  ...(oddServer(mode, file) as object),
  env: { BUSY_MS: String(milliseconds) },
});
const patient = { firstWaitMs: 60_000 };

describe('a server that starts slowly', { timeout: 60_000 }, () => {
  it('does not hold up a run, goes on starting, and its tools come when it is ready', async () => {
    const file = await tempFile();
    const manager = manage(
      { slow: busy('busy-talking', 2_500, file), quick: oddServer('honest') },
      { limits: { firstWaitMs: 1_500 } },
    );
    const startedAt = performance.now();
    const first = await manager.tools();
    expect(performance.now() - startedAt).toBeLessThan(2_400);
    expect(first.map(({ name }) => name)).toEqual(['mcp_quick_echo', 'mcp_quick_wipe']);
    expect(manager.status()[0]).toMatchObject({ state: 'starting', tools: [] });
    // Those who come later do not wait at all.
    const again = performance.now();
    await manager.tools();
    expect(performance.now() - again).toBeLessThan(500);
    await vi.waitFor(async () => expect(await manager.tools()).toHaveLength(4), 30_000);
    expect(await pids(file)).toHaveLength(1);
  });

  it('says meanwhile what it is doing', async () => {
    const manager = manage({ slow: busy('busy-talking', 60_000) }, { limits: { firstWaitMs: 0 } });
    manager.start();
    await vi.waitFor(() => expect(manager.status()[0]?.words).toMatch(/^Downloaded \d+$/), 10_000);
  });

  it.each([
    ['writes what it does', 'busy-talking'],
    ['only keeps the processor busy', 'busy-silent'],
  ])('is left alone as long as it works: it %s', async (_how, mode) => {
    const file = await tempFile();
    const manager = manage(
      { slow: busy(mode, 4_000, file) },
      { limits: { ...patient, startIdleMs: 1_500 } },
    );
    expect(await manager.tools()).toHaveLength(2);
    expect(await pids(file)).toHaveLength(1);
  });

  it('is given up when it does nothing at all', async () => {
    const file = await tempFile();
    const manager = manage(
      { silent: oddServer('silent', file) },
      { limits: { ...patient, startIdleMs: 1_500 } },
    );
    expect(await manager.tools()).toEqual([]);
    expect(manager.status()[0]?.error).toMatch(/did not answer within \d+ s, and did nothing/);
    const [pid] = await pids(file);
    await vi.waitFor(() => expect(isAlive(pid!)).toBe(false), 10_000);
  });

  it('is given up in the end, however much it works', async () => {
    const manager = manage(
      { slow: busy('busy-talking', 60_000) },
      { limits: { ...patient, startIdleMs: 400, longestStartMs: 1_200 } },
    );
    expect(await manager.tools()).toEqual([]);
    expect(manager.status()[0]?.error).toMatch(
      /did not answer within 0.02 minutes. It said:\nDownloaded/,
    );
  });

  it('may take minutes, and does', () => {
    // A cold npx takes 10 to 60 s, and several times that on a slow line: the limits leave room.
    expect(defaultMcpLimits.startIdleMs).toBeGreaterThanOrEqual(60_000);
    expect(defaultMcpLimits.longestStartMs).toBeGreaterThanOrEqual(600_000);
    expect(defaultMcpLimits.firstWaitMs).toBeLessThanOrEqual(10_000);
  });

  it('ends with the manager, in the middle of its start', async () => {
    const file = await tempFile();
    const manager = manage({ slow: busy('busy-talking', 60_000, file) }, { limits: patient });
    manager.start();
    await vi.waitFor(async () => expect(await pids(file)).toHaveLength(1), 10_000);
    const [pid] = await pids(file);
    await manager.close();
    expect(isAlive(pid!)).toBe(false);
  });

  it('that is called before it is ready again is waited for', async () => {
    const file = await tempFile();
    const manager = manage(
      { odd: oddServer('crash-on-call', file) },
      { limits: { firstRetryMs: 300 } },
    );
    const echo = await toolOf(manager, 'mcp_odd_echo');
    expect(await run(echo, {})).toMatchObject({ error: true });
    await run(echo, {});
    expect((await pids(file)).length).toBeGreaterThan(1);
  });
});

describe('a server that dies', { timeout: 60_000 }, () => {
  it('at its start leaves its own last words, without what npm says every time', async () => {
    const manager = manage({ bad: oddServer('crash-slowly') }, { limits: patient });
    await manager.tools();
    expect(manager.status()[0]?.error).toBe(
      'It ended with exit code 1 before it was ready. It said:\nnpm error code E404\n' +
        'npm error 404 Not Found - GET https://registry.example/no-such-package',
    );
  });

  it('is tried again by itself, later and later, and not for ever', async () => {
    const file = await tempFile();
    const manager = manage(
      { bad: oddServer('crash-slowly', file) },
      { limits: { ...patient, firstRetryMs: 50, longestRetryMs: 200, attempts: 3 } },
    );
    manager.start();
    await vi.waitFor(async () => expect(await pids(file)).toHaveLength(3), 20_000);
    await vi.waitFor(() => expect(manager.status()[0]?.state).toBe('failed'), 5_000);
    // Whoever wants its tools has it tried once more.
    await vi.waitFor(async () => {
      await manager.tools();
      expect(await pids(file)).toHaveLength(4);
    }, 20_000);
  });

  it('is tried at once when what it lacked may be there now', async () => {
    let tries = 0;
    const manager = manage(
      { bad: { command: 'no-such-program-at-all' } },
      {
        limits: { ...patient, attempts: 1, firstRetryMs: 60_000 },
        spawn(command) {
          tries += 1;
          return spawnServer(command);
        },
      },
    );
    await manager.tools();
    expect(manager.status()[0]?.error).toMatch(
      /There is no program .* in the folders of PATH \(\//,
    );
    manager.retryFailed();
    await vi.waitFor(() => expect(tries).toBe(2));
  });
});

describe('two servers', { timeout: 60_000 }, () => {
  it('that npx installs from one package start one after the other, others do not wait', async () => {
    const events: string[] = [];
    const manager = manage(
      {
        one: { command: 'npx', args: ['-y', 'package@latest', '/a'] },
        two: { command: 'npx', args: ['-y', 'package@latest', '/b'] },
        other: { command: 'npx', args: ['-y', 'another'] },
      },
      {
        limits: patient,
        spawn({ name, env, cwd }) {
          events.push(name);
          const [program, ...args] = [
            process.execPath,
            'test/support/mcp/odd-server.mjs',
            'busy-talking',
          ];
          const slow = { ...env, BUSY_MS: name === 'one' ? '1500' : '0' };
          return spawnServer({ name, command: program!, args, cwd, env: slow });
        },
      },
    );
    manager.onChange(() => {
      const one = manager.status()[0]!;
      if (one.state === 'ready' && !events.includes('one is ready')) events.push('one is ready');
    });
    expect(await manager.tools()).toHaveLength(6);
    expect(events).toEqual(['one', 'other', 'one is ready', 'two']);
  });
});

describe('a call', { timeout: 60_000 }, () => {
  it('may take as long as its server tells of progress', async () => {
    const manager = manage({ odd: oddServer('progress') }, { callMs: () => 400 });
    const echo = await toolOf(manager, 'mcp_odd_echo');
    expect((await run(echo, { text: '12' })).output).toBe('done');
  });

  it('has a longest time, however much progress is told', async () => {
    const manager = manage(
      { odd: oddServer('progress') },
      { callMs: () => 400, limits: { longestCallMs: 1_000 } },
    );
    const echo = await toolOf(manager, 'mcp_odd_echo');
    expect((await run(echo, { text: '1000' })).output).toContain('did not answer within');
  });

  it('is limited by the setting as it stands when it is made', async () => {
    let callMs = 60_000;
    const manager = manage({ odd: oddServer('hang') }, { callMs: () => callMs });
    const echo = await toolOf(manager, 'mcp_odd_echo');
    callMs = 300;
    expect((await run(echo, {})).output).toContain('did not answer within 0.3 s');
    onTestFinished(() => manager.close());
  });
});
