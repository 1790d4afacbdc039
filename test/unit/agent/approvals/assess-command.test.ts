import { describe, expect, it } from 'vitest';
import {
  assessCommand,
  type CommandEnvironment,
} from '../../../../src/main/agent/approvals/assess-command.ts';
import { hardline, harmless, needsApproval, windows } from './commands.ts';

const environment: CommandEnvironment = {
  workspace: '/home/ada/Hermes',
  cwd: '/home/ada/Hermes',
  home: '/home/ada',
  dataDir: '/home/ada/.config/hermes-tray',
  ownPids: new Set([100]),
  platform: 'linux',
};
const onWindows: CommandEnvironment = {
  ...environment,
  workspace: 'C:\\Users\\ada\\Hermes',
  cwd: 'C:\\Users\\ada\\Hermes',
  home: 'C:\\Users\\ada',
  dataDir: 'C:\\Users\\ada\\AppData\\Roaming\\hermes-tray',
  platform: 'win32',
};

function level(command: string, where = environment): 'hardline' | 'approval' | 'harmless' {
  const risks = assessCommand(command, where);
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

  it('lets harmless commands pass, but for three at most', () => {
    const alarms = harmless.filter((command) => level(command) !== 'harmless');
    expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(3);
  });

  it.each(['hardline', 'approval', 'harmless'] as const)(
    'judges Windows commands: %s',
    (expected) => {
      const wrong = windows[expected].filter((command) => level(command, onWindows) !== expected);
      expect(wrong).toEqual([]);
    },
  );
});
