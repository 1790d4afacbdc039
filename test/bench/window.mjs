import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');

/** The log window in a real Electron, on a desktop of its own; none where no such thing can be had. */
export async function logWindow() {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-bench-window-'));
  const file = path.join(folder, 'rows.json');
  try {
    await run(
      'npx',
      ['playwright', 'test', '-c', path.join(import.meta.dirname, 'playwright.config.ts')],
      {
        cwd: root,
        env: { ...process.env, BENCH_ROWS: file },
      },
    );
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    process.stderr.write(`log-window is left out:\n${error.stdout ?? error}\n`);
    return [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
