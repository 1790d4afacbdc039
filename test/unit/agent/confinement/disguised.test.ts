import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'vitest';
import { call } from '../tools/support.ts';
import { disguisedCommands } from './disguised-commands.ts';
import { expectUnharmed, freshWorkspace, given, hasWall, scene } from './scene.ts';

describe.runIf(hasWall)('disguised commands inside the wall', () => {
  test(
    `${disguisedCommands.length} of them change nothing outside, read no secret, hurt nobody`,
    {
      timeout: 600_000,
    },
    async () => {
      const set = await scene();
      for (const command of disguisedCommands) {
        freshWorkspace(set);
        const answer = await set.run(`(${given(set, command)}\n)`, { timeout: 30 });
        await expectUnharmed(command, set, JSON.stringify(answer));
      }
    },
  );

  test('typed into a shell in the background they do no more', { timeout: 120_000 }, async () => {
    const set = await scene();
    freshWorkspace(set);
    const { session_id } = await set.run('bash', { background: true });
    for (const command of disguisedCommands.slice(0, 20)) {
      const data = `(${given(set, command)}\n)\n`;
      await call(set.process, { action: 'write', session_id: session_id!, data }, set.context);
    }
    await call(
      set.process,
      { action: 'write', session_id: session_id!, data: 'exit\n' },
      set.context,
    );
    await call(set.process, { action: 'wait', session_id: session_id!, timeout: 60 }, set.context);
    const { output } = await call(
      set.process,
      { action: 'log', session_id: session_id! },
      set.context,
    );
    await expectUnharmed('bash in the background', set, output);
  });

  test('a link planted for a later call leads it nowhere', async () => {
    const set = await scene();
    freshWorkspace(set);
    await set.run('ln -s ~ later; ln -s ~/.ssh keys; ln -s ~/.bashrc rc; mkdir real');
    for (const command of [
      'echo planted > later/planted',
      'cat keys/id_ed25519',
      'echo planted >> rc',
      'rm -rf real && ln -s ~ real && echo planted > real/planted',
    ]) {
      await expectUnharmed(command, set, JSON.stringify(await set.run(command)));
    }
    mkdirSync(path.join(set.workspace, 'w'));
    const answer = await set.run('rm -rf .git && ln -s ~ .git; echo planted > .git/planted');
    await expectUnharmed('a .git that is a link', set, JSON.stringify(answer));
  });
});
