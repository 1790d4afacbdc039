import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changesOf, type Mutant } from './mutant.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What running a test came to. */
export interface Verdict {
  /** At least one test ran, and none failed. */
  passed: boolean;
  /** At least one test ran and failed. A file that does not load kills nothing. */
  killed: boolean;
  /** The end of what the runner said. */
  output: string;
}

/** A copy of the project in which mutants are made, so that the checkout itself stays as it is. */
export interface Checkout {
  /** Runs a test file on the code as it is. */
  tryUnbroken(test: string): Promise<Verdict>;
  /** Makes the mutant, runs its test, and undoes it. */
  judge(mutant: Mutant): Promise<Verdict>;
  /** Removes the copy. */
  remove(): Promise<void>;
}

/** Copies the project, as it was built, to a temporary folder. */
export async function makeCheckout(): Promise<Checkout> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-mutants-'));
  const left = ['.git', 'node_modules', 'dist', 'test-results'];
  await cp(root, folder, {
    recursive: true,
    filter: (source) => !left.includes(path.relative(root, source)),
  });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));

  const runIn = (
    [tool, ...args]: [string, ...string[]],
    env: Record<string, string> = {},
  ): Promise<string> =>
    run(path.join(folder, 'node_modules/.bin', tool), args, {
      cwd: folder,
      env: { ...process.env, ...env },
    });
  const build = (): Promise<string> => runIn(['electron-vite', 'build', '--logLevel', 'warn']);

  async function runTest(test: string, name?: string): Promise<Verdict> {
    const report = path.join(folder, 'mutant-report.json');
    await rm(report, { force: true });
    const filter = (flag: string): string[] => (name === undefined ? [] : [flag, inPattern(name)]);
    const output = isDesktop(test)
      ? await runIn(['playwright', 'test', test, '--reporter=json', ...filter('-g')], {
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        })
      : await runIn([
          'vitest',
          'run',
          test,
          '--bail=1',
          '--reporter=json',
          `--outputFile=${report}`,
          ...filter('-t'),
        ]);
    const told = await readFile(report, 'utf8').catch(() => '{}');
    const { passed, failed } = countTests(JSON.parse(told) as Report);
    return {
      passed: passed > 0 && failed === 0,
      killed: failed > 0,
      output: `${output}\n${told}`.slice(-4_000),
    };
  }

  return {
    tryUnbroken: (test) => runTest(test),
    judge: async (mutant) => {
      const undo = await change(folder, mutant);
      const built = mutant.build || isDesktop(mutant.test);
      try {
        const complaints = built ? await build() : '';
        const verdict = await runTest(mutant.test, mutant.name);
        return { ...verdict, output: complaints + verdict.output };
      } finally {
        await undo();
        if (built) await build();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Makes the changes of a mutant; gives what takes them back. */
async function change(folder: string, mutant: Mutant): Promise<() => Promise<void>> {
  const before = new Map<string, string>();
  for (const { file, find, replace } of changesOf(mutant)) {
    const full = path.join(folder, file);
    const text = await readFile(full, 'utf8');
    if (!before.has(full)) before.set(full, text);
    // As a function: `$&` in a replacement is meant as written.
    const changed = text.replace(find, () => replace);
    await writeFile(full, changed);
  }
  return async () => {
    for (const [full, text] of before) await writeFile(full, text);
  };
}

/** A mutant that hangs has done so for long enough, in milliseconds. */
const patienceMs = 4 * 60_000;

/**
 * What it wrote to both outputs. Its exit code does not matter: the report tells what failed. What
 * it started is gone afterwards: a broken loop would go on for ever.
 */
async function run(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(command, args, { ...options, detached: true, stdio: 'pipe' });
  child.stdin.end();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const timer = setTimeout(() => killGroup(child.pid!), patienceMs);
  await once(child, 'exit');
  clearTimeout(timer);
  killGroup(child.pid!);
  return output;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The counts in a JSON report of vitest, or of Playwright. */
interface Report {
  numPassedTests?: number;
  numFailedTests?: number;
  stats?: { expected: number; unexpected: number };
}

function countTests({ numPassedTests, numFailedTests, stats }: Report): {
  passed: number;
  failed: number;
} {
  return {
    passed: numPassedTests ?? stats?.expected ?? 0,
    failed: numFailedTests ?? stats?.unexpected ?? 0,
  };
}

function isDesktop(test: string): boolean {
  return test.startsWith('test/e2e/');
}

function inPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
