import { describe, expect, it } from 'vitest';
import { createAssessCommand } from '../../../../src/main/agent/approvals/assess-command.ts';
import type { CommandEnvironment } from '../../../../src/main/agent/approvals/command-environment.ts';
import {
  askedInsideWall,
  disguised,
  everyday,
  hardline,
  harmless,
  needsApproval,
  windows,
} from './commands.ts';

const assessCommand = createAssessCommand();

const environment: CommandEnvironment = {
  workspace: '/home/ada/Hermes',
  cwd: '/home/ada/Hermes',
  home: '/home/ada',
  dataDir: '/home/ada/.config/hermes-tray',
  ownPids: new Set([100]),
  platform: 'linux',
  wall: false,
};
const inside: CommandEnvironment = { ...environment, wall: true };
const onWindows: CommandEnvironment = {
  ...environment,
  workspace: 'C:\\Users\\ada\\Hermes',
  cwd: 'C:\\Users\\ada\\Hermes',
  home: 'C:\\Users\\ada',
  dataDir: 'C:\\Users\\ada\\AppData\\Roaming\\hermes-tray',
  platform: 'win32',
};

function level(
  command: string,
  where = environment,
): 'hardline' | 'person' | 'approval' | 'harmless' {
  const risks = assessCommand(command, where);
  if (risks.some((risk) => risk.level === 'person')) return 'person';
  if (risks.some((risk) => risk.level === 'hardline')) return 'hardline';
  return risks.length > 0 ? 'approval' : 'harmless';
}

describe('assessCommand', () => {
  it('knows at least 200 commands', () => {
    expect(hardline.length + needsApproval.length + harmless.length).toBeGreaterThanOrEqual(200);
  });

  it('refuses every command that destroys the machine, in whatever disguise', () => {
    expect(hardline.filter((command) => level(command) !== 'hardline')).toEqual([]);
  });

  it('misses no command that needs approval', () => {
    expect(needsApproval.filter((command) => level(command) === 'harmless')).toEqual([]);
  });

  it('takes nothing that needs approval for the end of the machine', () => {
    expect(needsApproval.filter((command) => level(command) === 'hardline')).toEqual([]);
  });

  it('lets harmless commands pass', () => {
    expect(harmless.filter((command) => level(command) !== 'harmless')).toEqual([]);
  });

  it('lets at least 125 disguised commands not pass where no wall holds them: each is asked or refused', () => {
    expect(disguised.length).toBeGreaterThanOrEqual(125);
    expect(disguised.filter((command) => level(command) === 'harmless')).toEqual([]);
  });

  it('refuses what must never run inside the wall too', () => {
    expect(hardline.filter((command) => level(command, inside) !== 'hardline')).toEqual([]);
  });

  it('asks inside the wall before the work of the person is destroyed or others are reached', () => {
    expect(askedInsideWall.filter((command) => level(command, inside) !== 'approval')).toEqual([]);
  });

  it('asks none of 120 and more everyday commands inside the wall', () => {
    const commands = [...everyday, ...harmless];
    expect(commands.length).toBeGreaterThanOrEqual(120);
    expect(commands.filter((command) => level(command, inside) !== 'harmless')).toEqual([]);
  });

  it('asks without a wall only those of them that write outside the workspace', () => {
    expect(everyday.filter((command) => level(command) !== 'harmless')).toEqual([
      'git worktree add ../Hermes-x',
      'cd app && npm start > ../out.log 2>&1 &',
    ]);
  });

  it.each([
    ['sudo cat notes.txt', 'sudo cat /etc/hosts'],
    ['"$TOOL" --help', '"$OTHER" --help'],
    [
      `python3 -c "import shutil; shutil.rmtree(x)"`,
      `python3 -c "x='src'; import shutil; shutil.rmtree(x)"`,
    ],
    ['LD_PRELOAD=./a.so ls', 'LD_PRELOAD=./b.so ls'],
    ['rm -rf build', 'cd src && rm -rf build'],
    [`rm -rf ${'a '.repeat(200)}b`, `rm -rf ${'a '.repeat(200)}c`],
  ])('gives keys for "always" that allow %s and not %s', (allowed, other) => {
    const keys = (command: string): string[] =>
      assessCommand(command, environment).map(({ rule }) => rule);
    const saved = new Set(keys(allowed));
    expect(keys(allowed)).toEqual(keys(allowed));
    expect(keys(other).filter((rule) => !saved.has(rule))).not.toEqual([]);
  });

  it.each(['hardline', 'approval', 'harmless'] as const)(
    'judges Windows commands: %s',
    (expected) => {
      const wrong = windows[expected].filter((command) => level(command, onWindows) !== expected);
      expect(wrong).toEqual([]);
    },
  );
});
