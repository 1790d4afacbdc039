import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createJudge, type Judge } from '../../../../../src/main/agent/approvals/judge/judge.ts';
import type { CommandEnvironment } from '../../../../../src/main/agent/approvals/command-environment.ts';
import { buildWorker, type BuiltModule } from '../../tools/build-worker.ts';
import { createFolders, withLongestStall } from '../../tools/support.ts';

const environment: CommandEnvironment = {
  workspace: '/home/ada/Hermes',
  cwd: '/home/ada/Hermes',
  home: '/home/ada',
  dataDir: '/home/ada/.config/hermes-tray',
  ownPids: new Set([100]),
  platform: 'linux',
  wall: false,
};

let worker: BuiltModule;
beforeAll(async () => {
  worker = await buildWorker('agent/approvals/judge/judge-worker');
});
afterAll(() => worker.remove());

function judge(options: { deadlineMs?: number; workerFile?: string } = {}): Judge {
  const made = createJudge({ workerFile: worker.file, ...options });
  onTestFinished(() => made.close());
  return made;
}

const levels = async (made: Judge, command: string): Promise<string[]> => [
  ...new Set((await made.command(command, environment)).map(({ level }) => level)),
];

describe('the judge', () => {
  test('judges in another thread, with what the host knows', async () => {
    const made = judge();
    expect(await levels(made, 'ls')).toEqual([]);
    expect(await levels(made, 'sudo ls')).toEqual(['approval']);
    expect(await levels(made, 'kill 100')).toEqual([]);
    expect(await levels(made, 'kill 101')).toEqual(['approval']);
  });

  test('answers many at once, each its own', async () => {
    const made = judge();
    const commands = Array.from({ length: 50 }, (_, at) => (at % 2 ? `sudo ${at}` : `ls ${at}`));
    const answers = await Promise.all(commands.map((command) => levels(made, command)));
    expect(answers).toEqual(commands.map((_, at) => (at % 2 ? ['approval'] : [])));
  });

  test('past its deadline a person must decide, and the next command is judged again', async () => {
    const { root } = await createFolders();
    const workerFile = path.join(root, 'thinks-for-ever.mjs');
    await writeFile(
      workerFile,
      `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ command }) => {
        while (command === 'sleep');
        parentPort.postMessage({ risks: [] });
      });
      parentPort.postMessage({ risks: [] });`,
    );
    const made = judge({ workerFile });
    const [slow, next] = [made.command('sleep', environment), made.command('ls', environment)];
    expect(await slow).toMatchObject([
      { level: 'person', reason: expect.stringContaining('too long') },
    ]);
    expect(await next).toEqual([]);
  });

  test('where it breaks, a person must decide, and the next command is judged again', async () => {
    const made = judge();
    const broken = { ...environment, home: undefined as unknown as string };
    expect(await made.command('ls ~', broken)).toMatchObject([{ level: 'person' }]);
    expect(await levels(made, 'ls')).toEqual([]);
  });

  test('where there is no judge, a person must decide', async () => {
    const made = judge({ workerFile: '/no/such/judge.mjs' });
    expect(await levels(made, 'ls')).toEqual(['person']);
  });

  test('is asked again after it was closed', async () => {
    const made = judge();
    await levels(made, 'ls');
    await made.close();
    expect(await levels(made, 'sudo ls')).toEqual(['approval']);
  });

  test('a script that takes seconds to read does not hold up the host', async () => {
    const made = judge();
    await levels(made, 'ls');
    const long = `node -e '${'a('.repeat(20_000)}'; ${'x=$x$x;'.repeat(3_000)} `;
    const { stall } = await withLongestStall(() => made.command(long, environment));
    expect(stall).toBeLessThan(0.5);
  });
});
