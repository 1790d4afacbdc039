import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
/** The one the servers were tried with. */
const version = '0.13.8';

/**
 * The folder of `uvx`, as people have it: that of this machine, or one of our own from PyPI, kept
 * among the caches of the tests.
 */
export async function uvFolder(): Promise<string> {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = folders.find((folder) => existsSync(path.join(folder, 'uvx')));
  if (found) return found;
  const place = path.join(homedir(), '.cache', 'hermes-tray', `uv-${version}`);
  const folder = path.join(place, 'bin');
  if (!existsSync(path.join(folder, 'uvx'))) {
    await execute('python3', ['-m', 'venv', place]);
    await execute(path.join(folder, 'pip'), ['install', '--quiet', `uv==${version}`]);
  }
  return folder;
}
