import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeWheel, sourceOf } from './python-wheel.ts';

const execute = promisify(execFile);

/** A Python with packages of its own, kept in the cache folder for the next time. */
export interface Python {
  /** Begins with the folder of its `python3`, `pip` and of what pip has installed. */
  PATH: string;
  /** What stands behind each package: `openai 3.22.1`, or `our stand-in for openai`. */
  packages: Record<string, string>;
}

/** Our stand-ins, by the names of the packages they stand for. */
const standIns: Record<string, { module: string; script?: string }> = {
  openai: { module: 'openai' },
  'langchain-openai': { module: 'langchain_openai' },
  'open-webui': { module: 'open_webui', script: 'open-webui' },
};

/** Gigabytes; the test stands for it at the other end, whatever the network gives. */
const neverFetched = 'open-webui';

/** A stand-in gives way to the package itself once this has passed and an index can be reached. */
const standInMs = 24 * 60 * 60 * 1000;

/**
 * Makes a Python environment by running these commands in it (`pip install NAME`), or finds the one
 * it made before. What no package index gives is replaced by our stand-in for it.
 * @returns why there is none, where this machine has no Python that could
 */
export async function preparePython(commands: readonly string[]): Promise<Python | string> {
  const version = await execute('python3', ['-c', 'import sys; print(sys.version)']).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
  if (version === undefined) return 'there is no python3 here';
  const sources = Object.values(standIns).map(({ module }) => readFile(sourceOf(module), 'utf8'));
  const made = [version, ...commands, ...(await Promise.all(sources))];
  const hash = createHash('sha256').update(made.join('\n'));
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'hermes-tray', `python-${hash.digest('hex').slice(0, 12)}`);
  const packages = (await kept(folder)) ?? (await make(folder, commands));
  if (typeof packages === 'string') return packages;
  return { PATH: `${path.join(folder, 'bin')}:${process.env['PATH']}`, packages };
}

const record = 'hermes-packages.json';

async function kept(folder: string): Promise<Record<string, string> | undefined> {
  const file = path.join(folder, record);
  try {
    const packages = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    const fetched = Object.entries(packages).filter(([name]) => name !== neverFetched);
    const fresh = Date.now() - (await stat(file)).mtimeMs < standInMs;
    return fresh || fetched.every(([, what]) => !what.startsWith('our ')) ? packages : undefined;
  } catch {
    return undefined; // not there, or not whole
  }
}

/** The packages, or why there can be none. */
async function make(
  folder: string,
  commands: readonly string[],
): Promise<Record<string, string> | string> {
  await mkdir(path.dirname(folder), { recursive: true });
  // pip's scripts name the folder they were made in, so it keeps its name, and a link leads there:
  // whoever else makes the same at this moment is not disturbed.
  const own = await mkdtemp(`${folder}-`);
  try {
    await execute('python3', ['-m', 'venv', own]);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    const [said] = String((error as { stdout?: string }).stdout).split('\n');
    return `python3 cannot make a venv with pip here (${said})`;
  }
  const packages: Record<string, string> = {};
  for (const command of commands) {
    const name = command.split(' ').at(-1)!;
    packages[name] = await install(own, command, name);
  }
  await writeFile(path.join(own, record), JSON.stringify(packages));
  const meanwhile = await kept(folder);
  if (meanwhile) {
    await rm(own, { recursive: true, force: true });
    return meanwhile;
  }
  const before = await readlink(folder).catch(() => undefined);
  const link = `${own}-link`;
  await symlink(path.basename(own), link);
  await rename(link, folder);
  // It is a day old: nobody's tests are using it any more.
  if (before) await rm(path.join(path.dirname(folder), before), { recursive: true, force: true });
  return packages;
}

/** Runs the command as it stands, with the index this machine has, else with our stand-in. */
async function install(venv: string, command: string, name: string): Promise<string> {
  const env = { ...process.env, PATH: `${path.join(venv, 'bin')}:${process.env['PATH']}` };
  const run = (more: Record<string, string>): Promise<unknown> =>
    execute('/bin/sh', ['-c', command], {
      env: { ...env, PIP_DISABLE_PIP_VERSION_CHECK: '1', ...more },
      timeout: 180_000,
    });
  if (name !== neverFetched) {
    try {
      // An index that does not answer is not waited for.
      await run({ PIP_RETRIES: '1', PIP_DEFAULT_TIMEOUT: '15' });
      const program = `from importlib.metadata import version; print(version("${name}"))`;
      const { stdout } = await execute(path.join(venv, 'bin/python3'), ['-c', program]);
      return `${name} ${stdout.trim()}`;
    } catch (error) {
      const said = String((error as { stderr?: string }).stderr);
      process.stderr.write(`${command}: ${said.trimEnd().split('\n').at(-1)}\n`);
    }
  }
  const wheels = await mkdtemp(path.join(tmpdir(), 'hermes-wheels-'));
  await makeWheel({ name, ...standIns[name]! }, wheels);
  await run({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels });
  await rm(wheels, { recursive: true, force: true });
  return `our stand-in for ${name}`;
}
