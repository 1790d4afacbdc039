import { getEventListeners, setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cleanEnvironment } from '../../../../../src/main/agent/tools/terminal/clean-environment.ts';
import { ProcessRegistry } from '../../../../../src/main/agent/tools/terminal/processes.ts';
import { createTerminalTool } from '../../../../../src/main/agent/tools/terminal/terminal.ts';
import {
  assess,
  call,
  callJson,
  contextFor,
  createFolders,
  createShells,
  judgeHere,
  noConfinement,
  ownEnvironment,
  until,
  withLongestStall,
} from '../support.ts';

async function setUp(environment?: Record<string, string>) {
  const folders = await createFolders();
  const processes = new ProcessRegistry();
  onTestFinished(() => processes.killAll());
  const tool = createTerminalTool({
    processes,
    judge: judgeHere.command,
    shells: createShells(environment),
    confinement: noConfinement,
  });
  return { ...folders, processes, tool, context: contextFor(folders.workspace) };
}

/** Whether a process runs; a zombie does not. */
async function runs(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return !/\) [ZX]/.test(stat);
  } catch {
    return false;
  }
}

async function pidIn(file: string): Promise<number> {
  const text = await until(file, async () =>
    existsSync(file) ? (await readFile(file, 'utf8')).trim() || undefined : undefined,
  );
  return Number(text);
}

describe('terminal', () => {
  test('answers output and exit code', async () => {
    const { tool, context } = await setUp();
    expect(await callJson(tool, { command: 'echo hello; exit 3' }, context)).toEqual({
      output: 'hello',
      exit_code: 3,
    });
  });

  test('keeps stdout and stderr in the order in which they were written', async () => {
    const { tool, context } = await setUp();
    const command = 'for i in 1 2 3 4 5; do echo out$i; echo err$i >&2; done';
    const { output } = await callJson(tool, { command }, context);
    expect(output).toBe([1, 2, 3, 4, 5].flatMap((i) => [`out${i}`, `err${i}`]).join('\n'));
  });

  test('runs in the workspace, or in the folder asked for', async () => {
    const { tool, context, workspace, home } = await setUp();
    await mkdir(path.join(workspace, 'sub'));
    const pwd = async (workdir?: string) =>
      (await callJson(tool, { command: 'pwd', workdir }, context))['output'];
    expect(await pwd()).toBe(workspace);
    expect(await pwd('sub')).toBe(path.join(workspace, 'sub'));
    expect(await pwd('~')).toBe(home);
    const missing = await call(tool, { command: 'pwd', workdir: 'none' }, context);
    expect(missing).toMatchObject({ error: true, output: expect.stringContaining('no folder') });
  });

  test.each(['/usr/bin/fish', '/usr/bin/zsh', '/usr/sbin/nologin', '/no/such/shell'])(
    'runs in Bash where the shell of the person is %s, and so do programs that start a shell',
    async (SHELL) => {
      const { tool, context } = await setUp({ ...ownEnvironment, SHELL });
      const command = 'echo ${BASH_VERSION:+bash}; "$SHELL" -c \'echo ${BASH_VERSION:+bash}\'';
      expect(await callJson(tool, { command }, context)).toEqual({
        output: 'bash\nbash',
        exit_code: 0,
      });
    },
  );

  test('means what it says, whatever functions and start-up files the environment brings', async () => {
    const brought = { 'BASH_FUNC_pwd%%': '() { echo elsewhere; }', BASH_ENV: '/dev/null' };
    const { tool, context } = await setUp(
      cleanEnvironment({ ...ownEnvironment, ...brought }, { variables: [], secrets: [] }),
    );
    const { output } = await callJson(tool, { command: 'pwd; echo ">$BASH_ENV<"' }, context);
    expect(output).toBe(`${context.workspace}\n><`);
  });

  test('gives no key to the command', async () => {
    const { tool, context } = await setUp(
      cleanEnvironment(
        { ...process.env, OPENAI_API_KEY: 'sk-1234567', OTHER: 'x sk-abcdefg' },
        { variables: ['OPENAI_API_KEY'], secrets: ['sk-abcdefg'] },
      ),
    );
    const { output } = await callJson(tool, { command: 'env' }, context);
    expect(output).not.toMatch(/sk-1234567|sk-abcdefg/);
    expect(output).toContain('PATH=');
  });

  test('gives no input and no terminal, and says so when a program wants one', async () => {
    const { tool, context } = await setUp();
    expect(await callJson(tool, { command: 'cat; echo read' }, context)).toMatchObject({
      output: 'read',
    });
    const command =
      'test -e /dev/tty && (echo x > /dev/tty) || { echo "a terminal is required"; exit 1; }';
    const answer = await callJson(tool, { command }, context);
    expect(answer).toMatchObject({
      exit_code: 1,
      note: expect.stringContaining('non-interactive'),
    });
  });

  test('shows plain text: no escape sequences, no overwritten progress', async () => {
    const { tool, context } = await setUp();
    const command = String.raw`printf '\033[31mred\033[0m\n10%%\r100%%\n'`;
    expect(await callJson(tool, { command }, context)).toMatchObject({ output: 'red\n100%' });
  });

  test('joins characters that arrive in pieces', async () => {
    const { tool, context } = await setUp();
    const command = String.raw`printf '\360\237'; sleep 0.05; printf '\230\200'`;
    expect(await callJson(tool, { command }, context)).toMatchObject({ output: '😀' });
  });

  test('keeps head and tail of a flood, in bounded memory, without stalling the loop', async () => {
    const { tool, context } = await setUp();
    const command =
      'echo first; yes 0123456789abcdefghijklmnopqrstuvwxyz | head -c 200000000; echo last';
    const { result, stall } = await withLongestStall(() => callJson(tool, { command }, context));
    const { output } = result;
    expect(output).toMatch(/^first\n/);
    expect(output).toMatch(/last$/);
    expect((output as string).length).toBeLessThan(50_200);
    expect(output).toMatch(/characters left out/);
    expect(stall).toBeLessThan(0.5);
  });

  test('stops a command at its timeout, and all it started, also what left its group', async () => {
    const { tool, context, workspace } = await setUp();
    const command = [
      '(trap "" TERM; echo $BASHPID > stubborn; while :; do sleep 0.1; done) &',
      'setsid sh -c \'echo $$ > escaped; (setsid sh -c "echo \\$\\$ > far; exec sleep 1000" &) ; exec sleep 1000\' &',
      'echo started; sleep 1000',
    ].join('\n');
    const result = call(
      tool,
      { command: `bash -c '${command.replaceAll("'", `'\\''`)}'`, timeout: 1 },
      context,
    );
    const pids = await Promise.all(
      ['stubborn', 'escaped', 'far'].map((name) => pidIn(path.join(workspace, name))),
    );
    const { output, error } = await result;
    expect(error).toBe(true);
    expect(JSON.parse(output)).toMatchObject({
      output: 'started',
      exit_code: 124,
      error: expect.stringContaining('longer than 1 s'),
    });
    expect(await Promise.all(pids.map(runs))).toEqual([false, false, false]);
  });

  test('on abort the whole tree is gone when the call rejects, well within a second', async () => {
    const { tool, workspace } = await setUp();
    const abort = new AbortController();
    const context = contextFor(workspace, { signal: abort.signal });
    const command =
      'trap "" TERM; (setsid sh -c "echo \\$\\$ > grandchild; trap \\"\\" TERM; while :; do sleep 0.1; done" &); while :; do sleep 0.1; done';
    const result = call(tool, { command }, context);
    const settled = expect(result).rejects.toThrow('client left');
    const pid = await pidIn(path.join(workspace, 'grandchild'));
    expect(await runs(pid)).toBe(true);
    const abortedAt = performance.now();
    abort.abort(new Error('client left'));
    await settled;
    expect(await runs(pid)).toBe(false);
    expect(performance.now() - abortedAt).toBeLessThan(1_000);
  });

  test('an abort cuts the grace short that a timeout gives', async () => {
    const { tool, workspace } = await setUp();
    const abort = new AbortController();
    const context = contextFor(workspace, { signal: abort.signal });
    const command = 'trap "echo $$ > asked" TERM; while :; do sleep 0.1; done';
    const settled = expect(call(tool, { command, timeout: 1 }, context)).rejects.toThrow('over');
    const pid = await pidIn(path.join(workspace, 'asked'));
    const abortedAt = performance.now();
    abort.abort(new Error('over'));
    await settled;
    expect(await runs(pid)).toBe(false);
    expect(performance.now() - abortedAt).toBeLessThan(1_000);
  });

  test('does not start anything for a run that has ended', async () => {
    const { tool, workspace } = await setUp();
    const context = contextFor(workspace, { signal: AbortSignal.abort(new Error('over')) });
    await expect(call(tool, { command: 'touch started' }, context)).rejects.toThrow('over');
    expect(existsSync(path.join(workspace, 'started'))).toBe(false);
  });

  test('ends what a finished command left in the background, and says so', async () => {
    const { tool, context, workspace } = await setUp();
    const command = 'sleep 1000 & echo $! > left; echo done';
    const answer = await callJson(tool, { command }, context);
    expect(answer).toMatchObject({ output: 'done', exit_code: 0 });
    expect(answer['note']).toContain('background: true');
    expect(await runs(await pidIn(path.join(workspace, 'left')))).toBe(false);
  });

  test('lets a daemon live when the command that started it has finished', async () => {
    const { tool, context, workspace } = await setUp();
    const command = 'setsid sh -c "echo \\$\\$ > daemon; exec sleep 1000" & sleep 0.2; echo done';
    expect(await callJson(tool, { command }, context)).toEqual({ output: 'done', exit_code: 0 });
    const pid = await pidIn(path.join(workspace, 'daemon'));
    expect(await runs(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  test('waits for output that comes right after the shell has ended', async () => {
    const { tool, context } = await setUp();
    const command = '(sleep 0.1; echo late) & echo early';
    expect(await callJson(tool, { command }, context)).toEqual({
      output: 'early\nlate',
      exit_code: 0,
    });
  });

  test('reports a shell that cannot be started as a result', async () => {
    const { tool, context } = await setUp();
    const tooLong = await call(tool, { command: `true ${'x'.repeat(3_000_000)}` }, context);
    expect(tooLong).toMatchObject({ error: true, output: expect.stringContaining('E2BIG') });
  });

  test('assesses the command, where it would run', async () => {
    const { tool, context } = await setUp();
    expect(await assess(tool, { command: 'echo fine' }, context)).toEqual([]);
    expect(await assess(tool, { command: 'sudo true' }, context)).toEqual([
      'approval sudo: sudo true',
    ]);
  });

  test('starts in the background and answers at once', async () => {
    const { tool, context, processes } = await setUp();
    const answer = await callJson(tool, { command: 'sleep 1000', background: true }, context);
    expect(answer).toEqual({
      session_id: expect.stringMatching(/^proc_[0-9a-f]{12}$/),
      pid: expect.any(Number),
    });
    expect(await processes.pids()).toContain(answer['pid']);
    await processes.killAll();
    expect(await runs(answer['pid'] as number)).toBe(false);
  });

  test('many commands at once leave no process and no listener behind', async () => {
    const { tool, workspace } = await setUp();
    const abort = new AbortController();
    setMaxListeners(0, abort.signal);
    const context = contextFor(workspace, { signal: abort.signal });
    await Promise.all(
      Array.from({ length: 20 }, () => callJson(tool, { command: 'true' }, context)),
    );
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  test('sees a workdir that is a link for what it is', async () => {
    const { tool, context, workspace, home } = await setUp();
    await symlink(home, path.join(workspace, 'link'));
    const { output } = await callJson(tool, { command: 'pwd -P', workdir: 'link' }, context);
    expect(output).toBe(home);
  });
});
