import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { everydayCommands } from './everyday-commands.ts';
import { hasWall } from './scene.ts';
import { walledHome, write } from './support.ts';

describe.runIf(hasWall)('everyday commands inside the wall', () => {
  test(`${everydayCommands.length} of them work`, { timeout: 600_000 }, async () => {
    const { run, workspace, confinement } = await walledHome();
    expect((await confinement.ready()).state).toBe('on');
    execFileSync('git', ['-C', workspace, 'config', 'user.email', 'a@b.c']);
    write(workspace, { README: 'a project', '.gitignore': 'node_modules\n' });
    const broken: string[] = [];
    for (const command of everydayCommands) {
      const answer = await run(command, { timeout: 120 });
      if (answer.exit_code !== 0) broken.push(`${command}\n${JSON.stringify(answer)}`);
      // A wall that refuses says so; here it has nothing to refuse.
      else if (/The wall/.test(answer.note ?? '')) broken.push(`${command}\n${answer.note}`);
    }
    expect(broken.join('\n\n')).toBe('');
  });
});
