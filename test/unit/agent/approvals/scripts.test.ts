import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAssessCommand } from '../../../../src/main/agent/approvals/assess-command.ts';
import type { CommandEnvironment } from '../../../../src/main/agent/approvals/command-environment.ts';
import { createFolders } from '../tools/support.ts';

const assessCommand = createAssessCommand();

async function workspaceWith(files: Record<string, string>): Promise<CommandEnvironment> {
  const { workspace, home, dataDir } = await createFolders();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
    await writeFile(path.join(workspace, name), text);
  }
  return {
    workspace,
    cwd: workspace,
    home,
    dataDir,
    ownPids: new Set(),
    platform: 'linux',
    wall: false,
  };
}

function levels(command: string, where: CommandEnvironment): string[] {
  return [...new Set(assessCommand(command, where).map(({ level }) => level))].toSorted();
}

describe('scripts in the workspace', () => {
  it.each([
    ['a.sh', '#!/bin/sh\nrm -rf /\n', './a.sh'],
    ['a.sh', 'rm -rf /\n', 'bash a.sh'],
    ['a.sh', 'rm -rf "$1"\n', 'sh a.sh /'],
    ['a.sh', 'rm -rf /\n', '. ./a.sh'],
    ['a.sh', '#!/usr/bin/env bash\nreboot\n', 'nohup ./a.sh &'],
    ['sub/a.sh', 'rm -rf ~\n', 'cd sub && ./a.sh'],
    ['a.sh', './b.sh', 'sh a.sh; cat > b.sh <<< "rm -rf /"; sh a.sh'],
    ['a.sh', '$0 & $0 &\n', './a.sh'],
    ['a.py', '#!/usr/bin/env python3\nimport shutil\nshutil.rmtree("/")\n', './a.py'],
    ['a.py', 'import os\nos.system("rm -rf /")\n', 'python3 a.py'],
    ['a.js', 'require("fs").rmSync("/", { recursive: true })', 'node a.js'],
    ['Makefile', 'all: wipe\nwipe:\n\t@rm -rf /\n', 'make'],
    ['package.json', '{"scripts":{"pretest":"rm -rf /","test":"vitest"}}', 'npm test'],
    ['package.json', '{"scripts":{"x":"reboot"}}', 'pnpm run x'],
  ])('are read before they run: %s, %j by %s', async (name, text, command) => {
    const where = await workspaceWith({ [name]: text });
    expect(levels(command, where)).toContain('hardline');
  });

  it('pass when they are harmless', async () => {
    const where = await workspaceWith({
      'build.sh': '#!/bin/sh\nset -eu\nmkdir -p out\nfor f in src/*; do cp "$f" out/; done\n',
      'app.py': 'import sys\nprint(open("data.json").read())\n',
      'server.mjs': 'import http from "node:http";\nhttp.createServer().listen(0);\n',
      Makefile: 'all: app\napp: main.c\n\tcc -o app main.c\nclean:\n\trm -rf out\n',
      'package.json': '{"scripts":{"build":"tsc && vite build","clean":"rm -rf /"}}',
    });
    const commands = [
      './build.sh',
      'python3 app.py',
      'node server.mjs',
      'make app',
      'npm run build',
    ];
    expect(commands.filter((command) => levels(command, where).length > 0)).toEqual([]);
    expect(levels('make clean', where)).toEqual(['approval']);
  });

  it('need approval when they are too long to be read', async () => {
    const where = await workspaceWith({ 'long.sh': `${'echo x\n'.repeat(60_000)}rm -rf /\n` });
    expect(levels('sh long.sh', where)).toContain('approval');
  });

  it('do not matter when they are programs', async () => {
    const where = await workspaceWith({ tool: '\u007FELF\u0000\u0001rm -rf /' });
    expect(levels('./tool', where)).toEqual([]);
  });
});

describe('links', () => {
  it('are followed: what leads out of the workspace lies outside', async () => {
    const where = await workspaceWith({ 'a.txt': 'x' });
    await symlink('/etc', path.join(where.workspace, 'link'));
    await symlink(where.home, path.join(where.workspace, 'house'));
    expect(levels('echo x > link/hosts', where)).toEqual(['approval']);
    expect(levels('cat link/shadow', where)).toEqual(['approval']);
    expect(levels('rm -rf house/', where)).toContain('hardline');
    expect(levels('cat link/hosts', where)).toEqual([]);
  });
});

describe('judging ends', { timeout: 10_000 }, () => {
  it.each([
    ['nested braces', `echo ${'{a,b}'.repeat(30)}`],
    ['nested shells', `${'sh -c "'.repeat(200)}ls${'"'.repeat(200)}`],
    ['nested substitutions', `${'$(echo '.repeat(150)}x${')'.repeat(150)}`],
    ['many commands', 'echo hi; '.repeat(20_000)],
    [
      'a loop of loops',
      `${'for i in 1 2 3 4 5 6 7 8 9 10; do '.repeat(10)}echo $i;${' done;'.repeat(10)}`,
    ],
    ['functions that call each other', 'a() { b; b; }; b() { c; c; }; c() { a; a; }; a'],
    ['doubling variables', `x=aaaaaaaaaa; ${'x=$x$x; '.repeat(60)} echo $x`],
    ['a long line', `echo ${'x'.repeat(1_000_000)}`],
    ['many quotes', `python3 -c "${"'".repeat(50_000)}"`],
    ['a large program', `node -e "${'fork(); while (x) { y(); } '.repeat(5_000)}"`],
  ])('even of %s', (_, command) => {
    const where: CommandEnvironment = {
      workspace: '/home/ada/Hermes',
      cwd: '/home/ada/Hermes',
      home: '/home/ada',
      dataDir: '/home/ada/.config/hermes-tray',
      ownPids: new Set(),
      platform: 'linux',
      wall: false,
    };
    // What is endless or exponential would never come back; the time limit of the test tells.
    expect(assessCommand(command, where)).toBeInstanceOf(Array);
  });
});
