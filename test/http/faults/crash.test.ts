import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { LogLine } from '../../../src/main/log/log-buffer.ts';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { dataFolder } from '../../support/settings-folder.ts';

/** A bug at the press of a button. */
const bug = `data:text/javascript,process.on('SIGUSR2', () => { throw new TypeError('a bug') })`;

async function start(dataDir: string): Promise<HeadlessHost> {
  const host = await startHeadlessHost({ dataDir, nodeArguments: ['--import', bug] });
  onTestFinished(() => host.close());
  return host;
}

it('a crash is in the log file, with all that was logged before it', async () => {
  const { path: dataDir } = dataFolder();
  const host = await start(dataDir);
  // In the moment after which lines are written.
  await fetch(`${host.url}/nowhere`, { headers: host.headers });
  host.kill('SIGUSR2');
  expect(await host.ended).toEqual({ code: 1, signal: null });
  const text = await readFile(path.join(dataDir, 'logs', 'hermes-tray.log'), 'utf8');
  const lines = text.split('\n', 9).flatMap((line) => (line ? [JSON.parse(line) as LogLine] : []));
  expect(lines.at(-2)!.message).toContain('GET /nowhere 404');
  expect(lines.at(-1)).toMatchObject({
    level: 'error',
    fields: { error: { type: 'TypeError', message: 'a bug' } },
  });
});
