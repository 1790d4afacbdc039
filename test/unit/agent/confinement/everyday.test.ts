import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ecosystemCommands } from './everyday-of-ecosystems.ts';
import { everydayCommands } from './everyday-commands.ts';
import { hasWall } from './scene.ts';
import { walledHome, write } from './support.ts';

describe.runIf(hasWall)('everyday commands inside the wall', () => {
  const broken = async (commands: readonly string[]): Promise<string> => {
    const { run, workspace, confinement } = await walledHome();
    expect((await confinement.ready()).state).toBe('on');
    execFileSync('git', ['-C', workspace, 'config', 'user.email', 'a@b.c']);
    write(workspace, { README: 'a project', '.gitignore': 'node_modules\n' });
    const found: string[] = [];
    for (const command of commands) {
      const answer = await run(command, { timeout: 120 });
      if (answer.exit_code !== 0) found.push(`${command}\n${JSON.stringify(answer)}`);
      // A wall that refuses says so; here it has nothing to refuse.
      else if (/The wall/.test(answer.note ?? '')) found.push(`${command}\n${answer.note}`);
    }
    return found.join('\n\n');
  };

  test(`${everydayCommands.length} of them work`, { timeout: 600_000 }, async () => {
    expect(await broken(everydayCommands)).toBe('');
  });

  test(`${ecosystemCommands.length} of other ecosystems work`, { timeout: 600_000 }, async () => {
    // Each begins in the workspace; those at the end go on from one another.
    const [apart, together] = [ecosystemCommands.slice(0, -4), ecosystemCommands.slice(-4)];
    expect(await broken([...apart.map((command) => `(${command}\n)`), ...together])).toBe('');
  });
});
