import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ProcessTable } from '../../../../src/main/system/processes/process-table.ts';
import { call, until } from '../tools/support.ts';
import { bait, walledHome, write } from './support.ts';

const onLinux = describe.runIf(process.platform === 'linux');

onLinux('inside the wall', () => {
  test('the wall is on, and says by what', async () => {
    const { confinement } = await walledHome();
    expect(confinement.status.state).toBe('unavailable');
    expect(await confinement.ready()).toEqual({
      state: 'on',
      reason: expect.stringContaining('bubblewrap') as string,
    });
    expect(confinement.status.state).toBe('on');
  });

  test('the workspace can be changed, and nothing else', async () => {
    const { run, workspace, home } = await walledHome();
    expect(await run('mkdir a && echo text > a/file && cat a/file')).toMatchObject({
      output: 'text',
      exit_code: 0,
    });
    expect(readFileSync(path.join(workspace, 'a/file'), 'utf8')).toBe('text\n');
    for (const command of [
      'echo evil >> ~/.bashrc',
      'echo evil > ~/new',
      'rm -f ~/notes.txt',
      'mv ~/.config ~/.config2',
      'ln -s /etc ~/link',
    ]) {
      const { exit_code, note } = await run(command);
      expect(exit_code, command).not.toBe(0);
      expect(note, command).toMatch(/The wall does not let this/);
    }
    expect(readFileSync(path.join(home, '.bashrc'), 'utf8')).toBe('# the person wrote this');
    expect(readdirSync(home).toSorted()).toEqual(
      ['.aws', '.bashrc', '.config', '.docker', '.netrc', '.npmrc', '.ssh', 'notes.txt'].toSorted(),
    );
  });

  test('secrets are not there at all, and what is none can be read', async () => {
    const { run, dataDir } = await walledHome();
    const { output, note } = await run(
      `ls -A ~ ~/.config ~/.docker; cat ~/.ssh/id_ed25519 ~/.netrc ${dataDir}/settings.json; test -e ~/.ssh || echo gone; cat ~/notes.txt; true`,
    );
    expect(output).not.toContain(bait);
    expect(output).toContain('gone');
    expect(output).toContain('to be read');
    expect(output).not.toMatch(/^\.(ssh|netrc|npmrc|aws)$/m);
    expect(note).toContain('The wall does not show ~/.ssh/id_ed25519');
  });

  test('what runs code elsewhere stays as it is, and nothing is left where it was not', async () => {
    const { run, workspace } = await walledHome();
    write(workspace, { '.vscode/settings.json': '{}' });
    const config = readFileSync(path.join(workspace, '.git/config'), 'utf8');
    const hooks = readdirSync(path.join(workspace, '.git/hooks'));
    for (const command of [
      'echo evil > .vscode/tasks.json',
      'git config core.hooksPath /tmp',
      'printf "#!/bin/sh\\nevil" > .git/hooks/post-checkout',
      'mv .git g && mkdir .git',
      'rm -rf .vscode',
      'mv .git/hooks .git/h',
    ]) {
      const { exit_code, note } = await run(command);
      expect(exit_code, command).not.toBe(0);
      expect(note, command).toMatch(/The wall does not let this/);
    }
    expect(readFileSync(path.join(workspace, '.git/config'), 'utf8')).toBe(config);
    expect(readdirSync(path.join(workspace, '.git/hooks'))).toEqual(hooks);
    expect(readdirSync(workspace).toSorted()).toEqual(['.git', '.vscode']);
    expect(readdirSync(path.join(workspace, '.vscode'))).toEqual(['settings.json']);
  });

  test('what would run code elsewhere is taken away when it was made', async () => {
    const { run, workspace } = await walledHome();
    for (const command of [
      'echo evil > .envrc',
      'echo "{}" > .mcp.json',
      'mkdir -p .idea && echo evil > .idea/workspace.xml',
      'ln -s /etc/passwd .vscode',
      'git init -q sub && printf "#!/bin/sh" > sub/.git/hooks/post-checkout && git -C sub config core.fsmonitor evil',
      'mkdir bare && cd bare && git init -q --bare . && git config alias.x "!evil" && printf x > hooks/update',
      'mkdir -p .git/modules/m && cd .git/modules/m && git init -q --bare . && printf x > hooks/update',
      'echo /tmp > .git/commondir',
      'mkdir -p .git/evil/objects .git/evil/refs s && echo x > .git/evil/HEAD && cp .git/config .git/evil/ && printf "gitdir: ../.git/evil" > s/.git',
      'printf "gitdir: ../evil" > a/.git || { mkdir a && printf "gitdir: ../evil" > a/.git; }',
    ]) {
      const { note } = await run(`(${command})`);
      expect(note, command).toMatch(/The wall does not let this make or change .* lies in \/tmp\//);
    }
    const config = readFileSync(path.join(workspace, 'sub/.git/config'), 'utf8');
    expect(config).toMatch(/# taken out by Hermes Tray: \s*fsmonitor = evil/);
    expect(existsSync(path.join(workspace, 'sub/.git/hooks/post-checkout'))).toBe(false);
    expect(existsSync(path.join(workspace, '.git/modules/m/hooks/update'))).toBe(false);
    expect(existsSync(path.join(workspace, 'bare/hooks/update'))).toBe(false);
    expect(existsSync(path.join(workspace, '.git/commondir'))).toBe(false);
    expect(existsSync(path.join(workspace, 's/.git'))).toBe(false);
    expect(readdirSync(workspace).toSorted()).toEqual(['.git', 'a', 'bare', 's', 'sub']);
    expect((await run('ls /tmp/taken-away*/.envrc')).exit_code).toBe(0);
  });

  test('a new repository works from the start, and later', async () => {
    const { run } = await walledHome();
    const made = await run(
      'git init -q sub && (cd sub && git config user.email a@b.c && git config user.name A && touch f && git add -A && git commit -qm one && git branch x)',
    );
    expect(made).toEqual({ output: '', exit_code: 0 });
    expect(
      await run(
        '(cd sub && touch g && git add g && git commit -qm two && git log --oneline | wc -l)',
      ),
    ).toEqual({
      output: '2',
      exit_code: 0,
    });
    expect(await run('git clone -q sub copy && (cd copy && git log --oneline | wc -l)')).toEqual({
      output: '2',
      exit_code: 0,
    });
  });

  test('what works on all of a folder finds nothing odd in it', async () => {
    const { run } = await walledHome();
    const all =
      'rm -rf .git; mkdir d; touch d/f; chmod -R u+rw . && cp -r . /tmp/copy && tar cf /tmp/all.tar . && ls -A';
    expect(await run(all)).toMatchObject({ output: expect.stringContaining('d') as string });
    const { run: elsewhere, workspace } = await walledHome();
    rmSync(path.join(workspace, '.git'), { recursive: true });
    expect(await elsewhere(all.replace('rm -rf .git; ', ''))).toEqual({
      output: 'd',
      exit_code: 0,
    });
  });

  test('a background process can make none of it while it runs', async () => {
    const { run, workspace, process: tool, context } = await walledHome();
    const { session_id } = await run(
      'for n in .envrc .mcp.json .vscode .idea; do echo evil > $n; mkdir $n/x; mv $n z; rmdir $n; done; touch ready; sleep 60',
      { background: true },
    );
    await until('it has tried', () => existsSync(path.join(workspace, 'ready')));
    for (const name of ['.envrc', '.mcp.json', '.vscode', '.idea']) {
      expect(readdirSync(path.join(workspace, name)), name).toEqual([]);
    }
    await call(tool, { action: 'kill', session_id: session_id! }, context);
    expect(readdirSync(workspace).toSorted()).toEqual(['.git', 'ready']);
  });

  test('/tmp is the conversation’s own, and lasts', async () => {
    const { run, context, terminal } = await walledHome();
    await run('echo mine > /tmp/hermes-mine');
    expect(await run('cat /tmp/hermes-mine')).toMatchObject({ output: 'mine' });
    expect(existsSync('/tmp/hermes-mine')).toBe(false);
    const other = { ...context, conversationId: 'another' };
    const { output } = await call(terminal, { command: 'ls /tmp' }, other);
    expect(output).not.toContain('hermes-mine');
  });

  test('nobody else’s process is seen, and none of its own outlives it', async () => {
    const { run, workspace } = await walledHome();
    const victim = spawn('sleep', ['1000'], { stdio: 'ignore' });
    onTestFinished(() => void victim.kill('SIGKILL'));
    await run(`kill -9 ${victim.pid}; ls /proc/${victim.pid}`);
    expect(new ProcessTable().isAlive(victim.pid!)).toBe(true);
    const beat = path.join(workspace, 'beat');
    const daemon = `setsid sh -c 'while :; do date +%N > ${beat}; sleep 0.02; done' >/dev/null 2>&1 </dev/null & until [ -s ${beat} ]; do sleep 0.01; done`;
    expect((await run(daemon)).note).toContain('was ended with it');
    const last = readFileSync(beat, 'utf8');
    await run('sleep 0.2');
    expect(readFileSync(beat, 'utf8')).toBe(last);
  });

  test('a server in the background is reached from the next call, and ends when killed', async () => {
    const { run, process: tool, context } = await walledHome();
    const started = await run(
      `node -e "require('http').createServer((q, s) => s.end('served')).listen(0, function () { require('fs').writeFileSync('/tmp/port', String(this.address().port)) })"`,
      { background: true },
    );
    const fetched = `until [ -s /tmp/port ]; do sleep 0.02; done; node -e "fetch('http://127.0.0.1:' + require('fs').readFileSync('/tmp/port', 'utf8')).then(a => a.text()).then(console.log)"`;
    expect(await run(fetched)).toMatchObject({ output: 'served', exit_code: 0 });
    await call(tool, { action: 'kill', session_id: started.session_id! }, context);
    expect((await run(fetched)).exit_code).not.toBe(0);
  });

  test('outside: true leaves it, and needs a person’s word each time', async () => {
    const { run, terminal, context, home } = await walledHome();
    const args = terminal.parameters.parse({
      command: 'echo x > ~/new',
      outside: true,
      reason: 'the new file',
    });
    const risks = (await terminal.assess?.(args, context)) ?? [];
    expect(risks[0]).toMatchObject({
      level: 'person',
      reason: expect.stringContaining('the new file') as string,
    });
    expect(await run('echo x > ~/new', { outside: true })).toMatchObject({ exit_code: 0 });
    expect(existsSync(path.join(home, 'new'))).toBe(true);
  });

  test('a secret that the person let in is there, and no other', async () => {
    const { run } = await walledHome({ letIn: ['~/.npmrc', '.git/config'] });
    const { output } = await run('cat ~/.npmrc ~/.netrc; git config a.b c && echo set');
    expect(output).toContain(bait);
    expect(output).toContain('set');
    expect(output).toMatch(/\.netrc: No such file/);
  });

  test('off by the person: programs run as they are', async () => {
    const { run, confinement, home } = await walledHome({ confinement: 'off' });
    expect(await run('echo x > ~/new')).toMatchObject({ exit_code: 0 });
    expect(existsSync(path.join(home, 'new'))).toBe(true);
    expect(await confinement.ready()).toEqual({ state: 'off', reason: 'You switched it off.' });
  });

  test('without a network nothing is reached, not even the host', async () => {
    const { run } = await walledHome({ network: 'none' });
    const { exit_code } = await run(
      "node -e \"fetch('http://127.0.0.1:9977').catch(e => process.exit(e.cause.code === 'ECONNREFUSED' ? 3 : 4))\"",
    );
    expect(exit_code).toBe(3);
    expect((await run('cat /proc/net/dev | grep -c :')).output).toBe('1');
  });
});

test('a background process that is asked to end can do so in order', async () => {
  const { run, process: tool, context, workspace } = await walledHome();
  const { session_id } = await run(
    `trap 'echo ended > ended; exit' TERM; echo up > up; while :; do sleep 0.05; done`,
    {
      background: true,
    },
  );
  await until('it runs', () => existsSync(path.join(workspace, 'up')));
  await call(tool, { action: 'kill', session_id: session_id! }, context);
  expect(existsSync(path.join(workspace, 'ended'))).toBe(true);
});
