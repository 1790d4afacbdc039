import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAssessCommand } from '../../../../src/main/agent/approvals/assess-command.ts';
import { disguisedCommands } from '../confinement/disguised-commands.ts';
import { furtherCommands } from '../confinement/further-commands.ts';

/**
 * Of the commands that are run inside the wall, those that do nothing by themselves without one: what
 * they make stays in the workspace, or ends with them, or the program itself refuses. By how they begin.
 */
const harmless: readonly string[] = [
  // GNU patch refuses names outside.
  'patch -p0 <<<',
  // Ended with the command: no session of its own.
  'nohup sh -c',
  '(trap "" TERM HUP INT;',
  // Only the workspace and descriptors of its own.
  'mkdir -p b; for p in sh bash bwrap',
  'echo /etc >&3;',
  'mkfifo .git/f',
  `python3 -c "\nimport socket\nfor n in ('s.sock'`,
  // Beyond what can be read of a command: documented.
  'mkdir -p c/src;',
  'mkdir g && cd g',
  'ls -la /proc/self/fd',
  'GIT_DIR=~/planted git init -q',
  'sqlite3 ~/planted',
  'vim -es -c "call writefile',
  `perl -e 'rename ".git/hooks"`,
];

test('without a wall every disguised command is asked or refused, but for what does no harm', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'hermes-without-wall-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const assess = createAssessCommand();
  const [workspace, dataDir] = [path.join(home, 'work'), path.join(home, '.config/hermes-tray')];
  const all = [...disguisedCommands, ...furtherCommands.map((calls) => calls.join('\n'))];
  const free = all.filter((command) => {
    const given = `DATA='${dataDir}' BAIT='${home}/.ssh/id_ed25519' VICTIM=4242; export DATA BAIT VICTIM; ${command}`;
    return (
      assess(given, {
        workspace,
        home,
        dataDir,
        cwd: workspace,
        ownPids: new Set(),
        platform: 'linux',
        wall: false,
      }).length === 0
    );
  });
  const unexpected = free.filter((command) => !harmless.some((start) => command.startsWith(start)));
  expect(unexpected).toEqual([]);
});
