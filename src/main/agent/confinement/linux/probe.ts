import { execFile } from 'node:child_process';
import { constants, readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '../../../system/files/paths.ts';
import type { EnclosedProgram, Program } from '../confinement.ts';
import type { BubblewrapWay } from './bubblewrap-arguments.ts';

export interface ProbeOptions {
  environment: NodeJS.ProcessEnv;
  isRoot: boolean;
  enclose: (way: BubblewrapWay, program: Program) => Promise<EnclosedProgram>;
}

export type BubblewrapProbe = { way: BubblewrapWay; by: string } | { reason: string };

const usualFolders = ['/usr/bin', '/usr/local/bin', '/bin', '/run/current-system/sw/bin'];
const longestMs = 10_000;
/** Said by the program that is run inside: only in a namespace of its own is its number small. */
const script = 'test $$ -lt 10 && : > /dev/null && test ! -w / && echo inside';

/** Finds bubblewrap, runs a program in it, and says what hinders it. */
export async function probeBubblewrap(options: ProbeOptions): Promise<BubblewrapProbe> {
  const program = await findProgram('bwrap', options.environment);
  if (program === undefined) {
    return { reason: `bubblewrap is not installed. Install it: ${installCommand()}.` };
  }
  const nsenter = await findProgram('nsenter', options.environment);
  let problem = '';
  for (const userNamespace of options.isRoot ? [false, true] : [false]) {
    for (const rooms of nsenter === undefined ? [false] : [true, false]) {
      const way = { program, userNamespace, ...(rooms ? { nsenter } : {}) };
      const said = await run(way, options);
      if (said.output.trim() === 'inside') return withScope(way, options);
      problem = said.problem || problem;
    }
  }
  return { reason: explain(problem, program) };
}

/** Closes abstract sockets too, where that can be done, and says so where it cannot. */
async function withScope(way: BubblewrapWay, options: ProbeOptions): Promise<BubblewrapProbe> {
  const by = `bubblewrap (${way.program})`;
  const perl = await findProgram('perl', options.environment);
  const scoped = { ...way, perl };
  if (perl !== undefined && (await run(scoped, options)).output.trim() === 'inside') {
    return { way: scoped, by };
  }
  const missing = perl === undefined ? 'perl is not installed' : 'this kernel is older than 6.12';
  return {
    way,
    by: `${by}; but for sockets without a file (abstract ones), which it cannot close: ${missing}`,
  };
}

async function run(
  way: BubblewrapWay,
  { enclose, environment }: ProbeOptions,
): Promise<{ output: string; problem: string }> {
  let enclosed: EnclosedProgram;
  try {
    enclosed = await enclose(way, {
      file: '/bin/sh',
      args: ['-c', script],
      cwd: '/',
      environment: { PATH: environment['PATH'] ?? '/usr/bin:/bin' },
    });
  } catch (error) {
    return { output: '', problem: (error as Error).message };
  }
  try {
    return await new Promise((resolve) => {
      execFile(
        enclosed.file,
        [...enclosed.args],
        { env: enclosed.environment, cwd: enclosed.cwd, timeout: longestMs },
        (error, stdout, stderr) => {
          resolve({ output: stdout, problem: stderr.trim() || (error?.message ?? '') });
        },
      );
    });
  } finally {
    await enclosed.release();
  }
}

/** What the failure means, and what mends it. */
function explain(problem: string, program: string): string {
  const said = problem === '' ? 'It said nothing.' : `It said: ${problem.split('\n').at(-1)}`;
  if (/unknown option/i.test(problem)) {
    return `${program} is too old; version 0.5 or newer is needed. ${said}`;
  }
  if (/uid map|namespace|Operation not permitted|Permission denied/i.test(problem)) {
    if (kernelSays('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1')) {
      return `AppArmor does not let ${program} make namespaces. Let it: sudo apt install apparmor-profiles && sudo ln -s /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ && sudo apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict. ${said}`;
    }
    if (kernelSays('/proc/sys/kernel/unprivileged_userns_clone', '0')) {
      return `The kernel lets only root make namespaces. Let everybody: sudo sysctl -w kernel.unprivileged_userns_clone=1 (and the same line in /etc/sysctl.d to keep it). ${said}`;
    }
    if (kernelSays('/proc/sys/user/max_user_namespaces', '0')) {
      return `The kernel lets nobody make user namespaces. Allow some: sudo sysctl -w user.max_user_namespaces=15000 (and the same line in /etc/sysctl.d to keep it). ${said}`;
    }
    if (isContainer()) {
      return `This container does not let ${program} make namespaces. Start it with --security-opt seccomp=unconfined --security-opt systempaths=unconfined (and --security-opt apparmor=unconfined on Ubuntu), or take the container itself for the wall and switch this one off. ${said}`;
    }
  }
  return `${program} could not run a program. ${said}`;
}

function kernelSays(file: string, value: string): boolean {
  try {
    return readFileSync(file, 'utf8').trim() === value;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isContainer(): boolean {
  return ['/.dockerenv', '/run/.containerenv'].some((file) => {
    try {
      readFileSync(file);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  });
}

/** How this distribution installs it. */
function installCommand(): string {
  const release = readRelease();
  if (/debian|ubuntu/.test(release)) return 'sudo apt install bubblewrap';
  if (/fedora|rhel|centos/.test(release)) return 'sudo dnf install bubblewrap';
  if (/arch/.test(release)) return 'sudo pacman -S bubblewrap';
  if (/suse/.test(release)) return 'sudo zypper install bubblewrap';
  if (/alpine/.test(release)) return 'sudo apk add bubblewrap';
  return 'the package is called bubblewrap in every distribution';
}

function readRelease(): string {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    return [...text.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].map(([, value]) => value).join(' ');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

async function findProgram(
  name: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const folders = [...usualFolders, ...(environment['PATH'] ?? '').split(':')];
  for (const folder of folders) {
    const file = path.join(folder, name);
    try {
      await access(file, constants.X_OK);
      if (path.isAbsolute(file)) return file;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!isMissing(error) && code !== 'EACCES') throw error;
    }
  }
  return undefined;
}
