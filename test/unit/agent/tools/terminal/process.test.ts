import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createProcessTool } from '../../../../../src/main/agent/tools/terminal/process.ts';
import { ProcessRegistry } from '../../../../../src/main/agent/tools/terminal/processes.ts';
import { createTerminalTool } from '../../../../../src/main/agent/tools/terminal/terminal.ts';
import {
  assess,
  call,
  callJson,
  contextFor,
  createFolders,
  createShells,
  enclose,
  judgeHere,
  noConfinement,
  until,
} from '../support.ts';

async function setUp() {
  const folders = await createFolders();
  const processes = new ProcessRegistry();
  onTestFinished(() => processes.killAll());
  const terminal = createTerminalTool({
    processes,
    judge: judgeHere.command,
    shells: createShells(),
    confinement: noConfinement,
  });
  const tool = createProcessTool({ processes, judge: judgeHere.command });
  const context = contextFor(folders.workspace);
  const start = async (command: string): Promise<string> =>
    (await callJson(terminal, { command, background: true }, context))['session_id'] as string;
  return { ...folders, processes, tool, context, start };
}

describe('process', () => {
  test('lists processes of all conversations and tells which are of another', async () => {
    const { tool, context, start, workspace } = await setUp();
    const id = await start('sleep 1000');
    const { processes } = await callJson(tool, { action: 'list' }, context);
    expect(processes).toEqual([
      expect.objectContaining({ session_id: id, command: 'sleep 1000', status: 'running' }),
    ]);
    const other = contextFor(workspace, { conversationId: 'another' });
    expect((await callJson(tool, { action: 'list' }, other))['processes']).toEqual([
      expect.objectContaining({ session_id: id, other_conversation: true }),
    ]);
  });

  test('poll shows the end of the output while it runs', async () => {
    const { tool, context, start } = await setUp();
    const session_id = await start('echo ready; sleep 1000');
    const poll = () => callJson(tool, { action: 'poll', session_id }, context);
    const answer = await until('output', async () => {
      const polled = await poll();
      return polled['output_preview'] === 'ready' && polled;
    });
    expect(answer).toMatchObject({ status: 'running', session_id });
  });

  test('wait answers when the process ends, with its exit code and output', async () => {
    const { tool, context, start } = await setUp();
    const session_id = await start('echo working; sleep 0.2; echo done; exit 7');
    expect(await callJson(tool, { action: 'wait', session_id }, context)).toMatchObject({
      status: 'exited',
      exit_code: 7,
      output: 'working\ndone',
    });
  });

  test('wait gives up at its timeout and lets the process run on', async () => {
    const { tool, context, start } = await setUp();
    const session_id = await start('sleep 1000');
    expect(await callJson(tool, { action: 'wait', session_id, timeout: 1 }, context)).toMatchObject(
      {
        status: 'running',
        note: expect.stringContaining('no error'),
      },
    );
  });

  test('wait ends with the run, and the process outlives it', async () => {
    const { tool, start, workspace, processes } = await setUp();
    const session_id = await start('sleep 1000');
    const abort = new AbortController();
    const context = contextFor(workspace, { signal: abort.signal });
    const waiting = call(tool, { action: 'wait', session_id }, context);
    abort.abort(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
    expect(processes.get(session_id)?.process.exit).toBeUndefined();
  });

  test('log pages through the output by lines', async () => {
    const { tool, context, start } = await setUp();
    const session_id = await start('seq 1 1000');
    await call(tool, { action: 'wait', session_id }, context);
    const log = (offset?: number) =>
      callJson(tool, { action: 'log', session_id, offset, limit: 3 }, context);
    expect(await log()).toMatchObject({ output: '998\n999\n1000', total_lines: 1000 });
    expect(await log(0)).toMatchObject({ output: '1\n2\n3', showing: 'lines 0 to 2' });
    expect(await log(5_000)).toMatchObject({ output: '', showing: 'no lines' });
  });

  test('write sends text to the input', async () => {
    const { tool, context, start } = await setUp();
    const session_id = await start('read name; echo "hello $name"');
    await call(tool, { action: 'write', session_id, data: 'Ada\n' }, context);
    expect(await callJson(tool, { action: 'wait', session_id }, context)).toMatchObject({
      output: 'hello Ada',
    });
    const late = await call(tool, { action: 'write', session_id, data: 'x' }, context);
    expect(late).toMatchObject({ error: true, output: expect.stringContaining('ended') });
  });

  test.each([
    ['bash', ['ls\n'], []],
    ['bash', ['rm -rf src\n'], ['recursive-delete']],
    ['bash', ['rm -r', 'f src\n'], ['recursive-delete']],
    ['cd /tmp && bash', ['sudo id\n'], ['sudo']],
    ['sh -i', ['rm -rf /\n'], ['destroy-folder']],
    ['env bash --norc', ['git push -f\n'], ['git-force-push']],
    ['python3 -i', ['print(1)\n'], ['typed']],
    ['node -i', ['1\n'], ['typed']],
    ['psql x', ['drop table a;\n'], ['database', 'typed']],
    ['some-repl', ['(delete everything)\n'], ['typed']],
    ['npm init', ['my-app\n'], []],
    ['cat', ['rm -rf src\n'], []],
  ])('write into %s is judged: %j', async (command, pieces, expected) => {
    const { tool, context, processes, workspace } = await setUp();
    const session = await processes.start({
      command: 'sleep 1000',
      cwd: workspace,
      environment: {},
      enclose,
      conversationId: 'a',
    });
    Object.assign(session, { command });
    const rules: string[] = [];
    for (const data of pieces) {
      const found = await assess(tool, { action: 'write', session_id: session.id, data }, context);
      rules.push(...found.map((risk) => /(\S+):/.exec(risk)![1]!));
      session.typed += data;
    }
    expect([...new Set(rules)].toSorted()).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(rules).toEqual([]);
  });

  test('what was typed before is not asked again, and new code is', async () => {
    const { tool, context, processes, workspace } = await setUp();
    const session = await processes.start({
      command: 'bash',
      cwd: workspace,
      environment: {},
      enclose,
      conversationId: 'a',
    });
    const ask = (data: string) =>
      assess(tool, { action: 'write', session_id: session.id, data }, context);
    expect(await ask('rm -rf gone\n')).toHaveLength(1);
    await call(tool, { action: 'write', session_id: session.id, data: 'rm -rf gone\n' }, context);
    expect(await ask('echo fine\n')).toEqual([]);
    expect(await ask('rm -rf other\n')).toHaveLength(1);
  });

  test('a program that does not read does not hold up write', async () => {
    const { tool, context, start } = await setUp();
    const session_id = await start('sleep 1000');
    const data = 'x'.repeat(1_000_000);
    expect(await callJson(tool, { action: 'write', session_id, data }, context)).toMatchObject({
      status: 'ok',
    });
  });

  test('kill ends the whole tree', async () => {
    const { tool, context, start, processes } = await setUp();
    const session_id = await start('sleep 1000 & sleep 1000 & wait');
    await until('three processes', async () => (await processes.pids()).size >= 3);
    expect(await callJson(tool, { action: 'kill', session_id }, context)).toMatchObject({
      status: 'killed',
      exit_code: 143,
    });
    expect((await processes.pids()).size).toBe(0);
    expect(await callJson(tool, { action: 'kill', session_id }, context)).toMatchObject({
      status: 'already_exited',
    });
  });

  test('finds a session by the first digits of its id, and says when there is none', async () => {
    const { tool, context, start } = await setUp();
    const id = await start('sleep 1000');
    const digits = id.slice('proc_'.length, 'proc_'.length + 6);
    expect(await callJson(tool, { action: 'poll', session_id: digits }, context)).toMatchObject({
      session_id: id,
    });
    const unknown = await call(tool, { action: 'poll', session_id: 'proc_none' }, context);
    expect(unknown).toMatchObject({ error: true, output: expect.stringContaining('action list') });
    expect((await call(tool, { action: 'kill' }, context)).error).toBe(true);
  });
});

describe('ProcessRegistry', () => {
  test('forgets the oldest finished sessions and refuses more than 64 running ones', async () => {
    const { processes, workspace, home } = await setUp();
    const begin = (command: string) =>
      processes.start({
        command,
        cwd: workspace,
        environment: { PATH: process.env['PATH'] ?? '', HOME: home },
        enclose,
        conversationId: 'c',
      });
    const first = await begin('true');
    await first.process.finished;
    await Promise.all(Array.from({ length: 63 }, () => begin('sleep 1000')));
    expect(processes.get(first.id)).toBe(first);
    await begin('sleep 1000');
    expect(processes.get(first.id)).toBeUndefined();
    await expect(begin('true')).rejects.toThrow('64 background processes');
  });

  test('once closed, it ends at once what is still started', async () => {
    const { processes, workspace } = await setUp();
    await processes.killAll();
    const session = await processes.start({
      command: `sleep 1000; touch ${path.join(workspace, 'late')}`,
      cwd: workspace,
      environment: { PATH: process.env['PATH'] ?? '' },
      enclose,
      conversationId: 'c',
    });
    expect(session.process.exit).toBeDefined();
  });

  test('keeps only the end of an endless output', async () => {
    const { tool, context, start } = await setUp();
    const session_id = await start('yes abcdefghi | head -c 5000000');
    await call(tool, { action: 'wait', session_id }, context);
    const log = await callJson(tool, { action: 'log', session_id, limit: 2000 }, context);
    expect(log).toMatchObject({ note: expect.stringContaining('no longer kept') });
    expect(log['total_lines']).toBeLessThan(21_000);
  });
});
