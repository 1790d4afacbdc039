import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { call } from '../tools/support.ts';
import { walledHome } from './support.ts';

// What is a folder inside the wall need not be one outside, and the other way round.
describe.runIf(process.platform === 'linux')('the shell remembers inside the wall', () => {
  test('a folder of its private /tmp', async () => {
    const { run } = await walledHome();
    const folder = '/tmp/remembered by nobody else';
    expect(await run(`mkdir '${folder}' && cd '${folder}'`)).toMatchObject({ cwd: folder });
    expect(await run('pwd; export KEPT=1')).toMatchObject({ output: folder, cwd: folder });
    expect(await run('pwd; echo $KEPT', { workdir: folder })).toMatchObject({
      output: `${folder}\n1`,
    });
  });

  test('and falls back to the workspace from what is not there', async () => {
    const { run, workspace, terminal, context } = await walledHome();
    await mkdir(path.join(workspace, 'app'));
    await run('cd app');
    await rm(path.join(workspace, 'app'), { recursive: true });
    expect(await run('pwd')).toMatchObject({
      output: workspace,
      note: expect.stringContaining('is gone') as string,
    });
    await run('mkdir /tmp/short && cd /tmp/short && rmdir /tmp/short');
    expect(await run('pwd')).toMatchObject({
      output: workspace,
      note: '/tmp/short is gone: this ran in the workspace.',
    });
    const hidden = await call(terminal, { command: 'pwd', workdir: '~/.ssh' } as never, context);
    expect(hidden.output).toContain('no folder');
  });
});
