import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ToolContext } from '../../../../../src/main/agent/tool.ts';
import { ProcessRegistry } from '../../../../../src/main/agent/tools/terminal/processes.ts';
import { createProcessTool } from '../../../../../src/main/agent/tools/terminal/process.ts';
import { ShellMemory } from '../../../../../src/main/agent/tools/terminal/shell-memory.ts';
import {
  ReportReader,
  reportingScript,
} from '../../../../../src/main/agent/tools/terminal/shell-report.ts';
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
} from '../support.ts';

async function setUp({ secrets = [] as string[], environment = ownEnvironment } = {}) {
  const folders = await createFolders();
  const { workspace } = folders;
  const processes = new ProcessRegistry();
  onTestFinished(() => processes.killAll());
  const shells = createShells(environment, secrets);
  const tool = createTerminalTool({
    processes,
    judge: judgeHere.command,
    shells,
    confinement: noConfinement,
  });
  const context = contextFor(workspace);
  const app = path.join(workspace, 'app');
  await mkdir(app);
  /** What a command answers. */
  const run = (command: string, more: object = {}, of: ToolContext = context) =>
    callJson(tool, { command, ...more }, of);
  /** What a command prints. */
  const output = async (command: string, of: ToolContext = context): Promise<string> =>
    (await run(command, {}, of))['output'] as string;
  return { ...folders, app, processes, tool, context, run, output };
}

describe.skipIf(process.platform === 'win32')('a shell that remembers', () => {
  test('goes on in the folder in which the command before ended, and names it', async () => {
    const { run, app, workspace } = await setUp();
    expect(await run('cd app')).toEqual({ output: '', exit_code: 0, cwd: app });
    expect(await run('pwd; cd ..')).toEqual({ output: app, exit_code: 0 });
    expect(await run('pwd; cd -')).toMatchObject({ output: `${workspace}\n${app}`, cwd: app });
    expect(await run('cd')).toMatchObject({ cwd: ownEnvironment['HOME'] });
  });

  test('carries exported variables over, and nothing else', async () => {
    const { run, output } = await setUp({ environment: { ...ownEnvironment, GIVEN: 'given' } });
    const value = `a 'b' "c" $d \`e\` \\ ünï 😀\n  last  `;
    await run(`export KEPT='${value.replaceAll("'", `'\\''`)}'; LOCAL=1; f() { :; }; export -f f`);
    await run('export PATH="$PWD/bin:$PATH" EMPTY=; unset GIVEN');
    expect(await output('printf "<%s>" "$KEPT"')).toBe(`<${value}>`);
    expect(await output('echo "${LOCAL-none} ${GIVEN-none} <${EMPTY-none}>"; type f 2>&1')).toMatch(
      /^none none <>\n.*not found$/,
    );
    expect(await output('echo $PATH')).toMatch(/\/workspace\/bin:/);
    expect(await output('export -n KEPT; env | grep -c KEPT')).toBe('0');
    expect(await output('echo "${KEPT-none}"')).toBe('none');
  });

  test.each([
    ['by exit', 'cd app; exit 3', 3],
    ['in a list that fails', 'cd app && false', 1],
    ['at an error', 'set -eu; cd app; echo $NONE', 1],
    ['with a trap of its own', 'trap "echo mine" EXIT; cd app', 0],
    ['with other separators and options', 'cd app; IFS=; set -f; set -o posix', 0],
    ['at SIGTERM', 'cd app; kill -TERM $$; sleep 10', 143],
    ['with streams closed', 'cd app; exec >&- 2>&-', 0],
    ['with a here-document that does not end', 'cd app; cat <<EOF >/dev/null\nx', 0],
    ['with a comment', 'cd app # comment', 0],
  ])('remembers a command that ends %s', async (_how, command, code) => {
    const { run, app } = await setUp();
    expect(await run(command)).toMatchObject({ exit_code: code, cwd: app });
    expect(await run('pwd')).toMatchObject({ output: app });
  });

  test('remembers what was done before a command was stopped for taking too long', async () => {
    const { tool, context, run, app } = await setUp();
    const stopped = await call(tool, { command: 'cd app; sleep 100', timeout: 1 }, context);
    expect(JSON.parse(stopped.output)).toMatchObject({ exit_code: 124, cwd: app });
    expect(await run('pwd')).toMatchObject({ output: app });
  });

  test.each([
    ['exec', 'cd /; exec true'],
    ['SIGKILL', 'cd /; kill -9 $$'],
    ['an error of syntax', 'cd / | if'],
  ])('stays where it was after a command that ends by %s', async (_how, command) => {
    const { run, app } = await setUp();
    await run('cd app; export KEPT=1');
    await run(command);
    expect(await run('echo $PWD $KEPT')).toMatchObject({ output: `${app} 1` });
  });

  test('shows nothing of itself in what a command prints', async () => {
    const { output } = await setUp();
    expect(await output('set -x; echo $# $LINENO\ncd /\nnone-such')).toMatch(
      /^\+\+ echo 0 1\n0 1\n\+\+ cd \/\n\+\+ none-such\n\S+: line 3: none-such: command not found$/,
    );
    expect(await output('env | grep -i hermes_; ls /dev/fd/ | wc -w')).not.toMatch(/report/);
  });

  test('a workdir is for one call', async () => {
    const { run, app, workspace } = await setUp();
    await mkdir(path.join(workspace, 'other'));
    await run('cd app');
    const answer = await run('pwd; cd ..; export SEEN=1', { workdir: 'other' });
    expect(answer).toMatchObject({ output: path.join(workspace, 'other'), cwd: app });
    expect(await run('echo $PWD $SEEN')).toMatchObject({ output: `${app} 1` });
  });

  test('falls back to the workspace when its folder is gone, and says so', async () => {
    const { run, app, workspace } = await setUp();
    await run('cd app; export KEPT=1');
    await rm(app, { recursive: true });
    expect(await run('echo $PWD $KEPT')).toEqual({
      output: `${workspace} 1`,
      exit_code: 0,
      note: `${app} is gone: this ran in the workspace.`,
    });
    expect(await run('pwd')).toEqual({ output: workspace, exit_code: 0 });
  });

  test('is never that of another conversation', async () => {
    const { run, workspace } = await setUp();
    await run('cd app; export KEPT=1');
    const other = contextFor(workspace, { conversationId: 'another' });
    expect(await run('echo $PWD ${KEPT-none}', {}, other)).toEqual({
      output: `${workspace} none`,
      exit_code: 0,
    });
  });

  test('calls of one reply start alike, and the last in call order leaves the state', async () => {
    const { run, output, app, workspace } = await setUp();
    await mkdir(path.join(app, 'deep'));
    await run('cd app');
    const reply = {};
    const at = (index: number) => contextFor(workspace, { order: { reply, index } });
    const outputs = await Promise.all([
      // The first ends last.
      output('pwd; sleep 0.4; cd /; export BY=first', at(0)),
      output('pwd; cd deep; export BY=second', at(1)),
    ]);
    expect(outputs).toEqual([app, app]);
    expect(await output('pwd', at(2))).toBe(app);
    expect(await output('echo $PWD ${BY-none}')).toBe(`${app} none`);
  });

  test('keeps no secret, and nothing that changes what a command means', async () => {
    const secret = 'sk-secret-of-the-host-1';
    const { run, output } = await setUp({ secrets: [secret] });
    const names = 'COPY HERMES_API_KEY BASH_ENV NODE_OPTIONS FINE';
    await run(
      `export COPY="x ${secret}" HERMES_API_KEY=k BASH_ENV=/dev/null NODE_OPTIONS=--no-warnings FINE=1`,
    );
    expect(await output(`for n in ${names}; do echo "$n=\${!n-}"; done`)).toBe(
      'COPY=\nHERMES_API_KEY=\nBASH_ENV=\nNODE_OPTIONS=\nFINE=1',
    );
  });

  test('says which variables were too long to be carried over', async () => {
    const { run, output } = await setUp();
    const answer = await run('export SHORT=1 LONG=$(printf "%0100000d" 0)');
    expect(answer).toMatchObject({ note: expect.stringMatching(/Too long.*: LONG\.$/) });
    expect(await output('echo $SHORT ${#LONG}')).toBe('1 0');
  });

  test('is judged where it is and by what it holds', async () => {
    const { tool, context, run, home } = await setUp();
    await run(`cd ${home}; export OUT=${home}/out`);
    expect((await assess(tool, { command: 'touch here' }, context)).join()).toMatch(
      /write-outside:.*\/home\/here/,
    );
    expect((await assess(tool, { command: 'touch "$OUT"' }, context)).join()).toMatch(
      /write-outside:.*\/home\/out/,
    );
    expect(tool.folderOf?.(tool.parameters.parse({ command: 'touch x' }), context)).toBe(home);
  });

  test('background processes start there too, and that one has ended is told once', async () => {
    const { run, context, processes, app } = await setUp();
    await run('cd app; export KEPT=1');
    const background = { background: true };
    const { session_id: id } = await run('echo $PWD $KEPT; cd /; exit 7', background);
    await until('its end', () => processes.get(id as string)?.process.exit !== undefined);
    const told = await run('pwd');
    expect(told).toMatchObject({ output: app, note: expect.stringContaining(`${id as string} `) });
    expect(told['note']).toMatch(/has ended with exit code 7/);
    expect(await run('true')).not.toHaveProperty('note');
    const log = createProcessTool({ processes, judge: judgeHere.command });
    expect(await callJson(log, { action: 'log', session_id: id as string }, context)).toMatchObject(
      {
        output: `${app} 1`,
      },
    );
    const { session_id: seen } = await run('true', background);
    await callJson(log, { action: 'wait', session_id: seen as string }, context);
    expect(await run('true')).not.toHaveProperty('note');
  });

  test('that of another conversation is not told of', async () => {
    const { run, processes, workspace } = await setUp();
    const { session_id: id } = await run('true', { background: true });
    await until('its end', () => processes.get(id as string)?.process.exit !== undefined);
    const other = contextFor(workspace, { conversationId: 'another' });
    expect(await run('true', {}, other)).not.toHaveProperty('note');
  });
});

describe('the memory of shells', () => {
  const state = (folder: string) => ({ folder, variables: new Map() });
  const order = () => ({ reply: {}, index: 0 });

  test('forgets the conversations least lately used', () => {
    const memory = new ShellMemory();
    for (let i = 0; i < 500; i += 1) memory.leave(`c${i}`, order(), state(`/${i}`));
    expect(memory.start('c0', order()).folder).toBe('/0');
    memory.leave('one more', order(), state('/x'));
    expect(memory.start('c0', order()).folder).toBe('/0');
    expect(memory.start('c1', order()).folder).toBeUndefined();
  });

  test('forgets what was not used for a day', () => {
    let now = 0;
    const memory = new ShellMemory(() => now);
    memory.leave('c', order(), state('/c'));
    now += 24 * 3600 * 1000 - 1;
    expect(memory.start('c', order()).folder).toBe('/c');
    now += 24 * 3600 * 1000;
    expect(memory.start('c', order()).folder).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('a report', () => {
  const shells = ['/bin/bash', '/bin/dash', '/bin/sh'].filter((shell) => existsSync(shell));

  test.each(shells)('of %s tells folder and variables', async (shell) => {
    const { workspace } = await createFolders();
    await writeFile(path.join(workspace, 'file'), '');
    const command = 'export A="x\ny" B=; C=3; cd /; set -eu; false';
    const child = spawn(shell, ['-c', reportingScript(shell), shell, command], {
      cwd: workspace,
      env: { PATH: '/bin:/usr/bin', GIVEN: '=' },
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    const reader = new ReportReader(child.stdio[3] as Readable);
    await once(child, 'exit');
    const report = await reader.end();
    expect(report?.folder).toBe('/');
    expect(Object.fromEntries(report!.variables)).toMatchObject({ A: 'x\ny', B: '', GIVEN: '=' });
    expect(report!.variables.has('C')).toBe(false);
  });

  test('that a daemon could still add to is not waited for', async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 60 & exit 0'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      detached: true,
    });
    onTestFinished(() => void process.kill(-child.pid!, 'SIGKILL'));
    const reader = new ReportReader(child.stdio[3] as Readable);
    await once(child, 'exit');
    expect(await reader.end()).toBeUndefined();
  });
});
