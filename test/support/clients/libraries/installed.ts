import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { uvFolder } from '../../python/uv.ts';

const execute = promisify(execFile);

/** A client as its registry has it, in a cached folder of its own. */
export interface Installed {
  /** The package and its version: `openai 3.57.0`. */
  version: string;
  /** Holds `node_modules`, or Python's `bin`. */
  folder: string;
  /** What its programs are started with: a PATH that begins with theirs. */
  env: { PATH: string };
}

const cache = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
  'hermes-tray',
  'clients',
);
/** Newer versions are looked for after this: what is tested is what people install. */
const freshMs = 7 * 24 * 60 * 60 * 1000;
const record = 'hermes-version';

/**
 * Python packages in an environment of their own, the newest that go together; the first one is the
 * client.
 * @param python the Pythons it runs on, where not any: `>=3.11,<3.13`
 * @throws {Error} that says what could not be installed
 */
export async function installPython(packages: string[], python = '>=3.11'): Promise<Installed> {
  const [client] = packages;
  const folder = folderOf('python', [...packages, python]);
  const bin = path.join(folder, 'bin');
  const version = await kept(folder, async () => {
    const uv = path.join(await uvFolder(), 'uv');
    await execute(uv, ['venv', '--quiet', '--python', python, folder]);
    const into = ['--python', path.join(bin, 'python')];
    await execute(uv, ['pip', 'install', '--quiet', ...into, ...packages], { timeout: 480_000 });
    const asked = `from importlib.metadata import version; print(version("${nameOf(client!)}"))`;
    return (await execute(path.join(bin, 'python'), ['-c', asked])).stdout.trim();
  });
  return {
    version: `${client} ${version}`,
    folder,
    env: { PATH: `${bin}:${process.env['PATH']}` },
  };
}

/** npm packages and a Node that runs the newest of them; else as `installPython`. */
export async function installNpm(packages: string[]): Promise<Installed> {
  const [client] = packages;
  const node = await npmFolder(['node@24'], {});
  const ofNode = {
    PATH: `${path.join(node.folder, 'node_modules/node/bin')}:${process.env['PATH']}`,
  };
  // npm takes the newest that runs on the Node it runs on.
  const { folder, version } = await npmFolder(packages, ofNode);
  const PATH = `${path.join(folder, 'node_modules/.bin')}:${ofNode.PATH}`;
  return { version: `${client} ${version}`, folder, env: { PATH } };
}

async function npmFolder(
  packages: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ folder: string; version: string }> {
  const folder = folderOf('npm', packages);
  const version = await kept(folder, async () => {
    await writeFile(path.join(folder, 'package.json'), '{"private":true}');
    const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
    await execute('npm', ['install', '--prefix', folder, ...quietly, ...packages], {
      timeout: 480_000,
      env: { ...process.env, ...env },
    });
    const about = path.join(folder, 'node_modules', nameOf(packages[0]!), 'package.json');
    return (JSON.parse(await readFile(about, 'utf8')) as { version: string }).version;
  });
  return { folder, version };
}

/** The version that stands in a folder; a folder that is not whole, or old, is made anew. */
async function kept(folder: string, make: () => Promise<string>): Promise<string> {
  const file = path.join(folder, record);
  const fresh = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs < freshMs,
    () => false,
  );
  if (fresh) return readFile(file, 'utf8');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const version = await make().catch((error: unknown) => {
    const said = (error as { stderr?: string }).stderr ?? '';
    throw new Error(`${path.basename(folder)} could not be installed: ${said}`, { cause: error });
  });
  await writeFile(file, version);
  return version;
}

function folderOf(kind: string, packages: string[]): string {
  const hash = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 8);
  return path.join(cache, `${kind}-${nameOf(packages[0]!).replaceAll(/[^\w-]+/g, '-')}-${hash}`);
}

/** Without the version that is asked for: `node@24`, `llama-index>=1`. */
function nameOf(wanted: string): string {
  return /^@?[^@<>=[]+/.exec(wanted)![0];
}
