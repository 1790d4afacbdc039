import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A package with one module of ours in it. */
export interface StandInPackage {
  /** As pip is asked for it. */
  name: string;
  /** As it is imported; `MODULE_stand_in.py` lies beside this file. */
  module: string;
  /** A command that it brings: the module's `main`. */
  script?: string;
}

/** Our stand-in for a module. */
export function sourceOf(module: string): string {
  return path.join(import.meta.dirname, `${module}_stand_in.py`);
}

/** Writes a wheel that pip can install into this folder. Needs python3. */
export async function makeWheel(standIn: StandInPackage, into: string): Promise<void> {
  const { name, module, script } = standIn;
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-wheel-'));
  const distribution = name.replaceAll('-', '_');
  const info = `${distribution}-0.dist-info`;
  await mkdir(path.join(folder, info));
  await copyFile(sourceOf(module), path.join(folder, `${module}.py`));
  const files: Record<string, string> = {
    METADATA: `Metadata-Version: 2.1\nName: ${name}\nVersion: 0\n`,
    WHEEL: 'Wheel-Version: 1.0\nGenerator: hermes-tray\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    'entry_points.txt': script ? `[console_scripts]\n${script} = ${module}:main\n` : '',
    RECORD: '',
  };
  for (const [file, text] of Object.entries(files)) {
    await writeFile(path.join(folder, info, file), text);
  }
  const wheel = path.join(into, `${distribution}-0-py3-none-any.whl`);
  const contents = [`${module}.py`, info];
  await execute('python3', ['-m', 'zipfile', '-c', wheel, ...contents], { cwd: folder });
  await rm(folder, { recursive: true, force: true });
}
