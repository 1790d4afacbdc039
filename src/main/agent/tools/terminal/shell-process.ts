import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import os from 'node:os';
import type { Readable } from 'node:stream';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { treeMark, type ProcessTable } from '../../../system/processes/process-table.ts';
import {
  endTree,
  groupExists,
  livingProcesses,
  type ProcessTree,
} from '../../../system/processes/process-tree.ts';
import type { EnclosedProgram, Program } from '../../confinement/confinement.ts';
import { shellInvocation } from './shell.ts';
import { ReportReader, type ShellReport } from './shell-report.ts';
import { TerminalText } from '../../text/terminal-text.ts';
import type { BoundedText } from '../../text/truncate.ts';

export interface ShellProcessOptions {
  command: string;
  /** Absolute path of an existing folder. */
  cwd: string;
  environment: Record<string, string>;
  /** Where its output goes, as it comes. */
  output: BoundedText;
  /** Whether it gets input later on; otherwise it reads end-of-file at once. */
  takesInput: boolean;
  /** Whether it tells where the command left its shell; see {@link ShellExit.report}. */
  reports?: boolean;
  table: ProcessTable;
  /** Puts the wall around it, or leaves it as it is. */
  enclose: (program: Program) => Promise<EnclosedProgram>;
}

/** How a shell ended: its exit code, 128 + n when signal n ended it. */
export interface ShellExit {
  code: number;
  /** Processes that the command had put in the background, and that were ended with it. */
  leftBehind: boolean;
  /** Where the command left its shell, if that was asked for and can be known. */
  report?: ShellReport;
  /** What it made that was taken away, in plain words. */
  takenAway: string[];
}

/** For the model, about a command with {@link ShellExit.leftBehind}. */
export const leftBehindNote =
  'What it left running with "&" was ended with it: start such a program with background: true, and without "&".';

/** How long what runs on in the background of a finished command may take to end by itself, in milliseconds. */
const afterlifeMs = 300;
/** How long a finished command's output may keep coming, in milliseconds. */
const longestDrainMs = 2_000;

/**
 * A command under way in a shell, in a process group of its own and without a terminal.
 * When its shell ends, what it left in the background ends too; only what made itself a daemon
 * (a session of its own) stays.
 */
export class ShellProcess {
  /**
   * Resolves when the shell and what it left behind are gone and all output is taken. Rejects when
   * the system does not let us see or end processes.
   */
  readonly finished: Promise<ShellExit>;
  readonly pid: number;
  readonly tree: ProcessTree;
  readonly #child: ChildProcess;
  readonly #output: BoundedText;
  readonly #table: ProcessTable;
  readonly #report: ReportReader | undefined;
  readonly #enclosed: EnclosedProgram;
  /** Told by the shell in a namespace to itself. */
  #saysLeftBehind = false;
  #exit: ShellExit | undefined;
  #ending = false;

  private constructor(
    child: ChildProcess,
    mark: string,
    enclosed: EnclosedProgram,
    options: ShellProcessOptions,
  ) {
    this.#child = child;
    this.#output = options.output;
    this.#table = options.table;
    this.pid = child.pid!;
    this.tree = { pid: this.pid, mark, isKeeper: enclosed.ownsNamespace };
    this.#enclosed = enclosed;
    for (const stream of [child.stdout, child.stderr]) {
      const text = new TerminalText();
      stream?.on('data', (chunk: Buffer) => options.output.append(text.write(chunk)));
      stream?.on('end', () => options.output.append(text.end()));
      // A pipe that breaks has ended; what came through it stands.
      stream?.on('error', () => options.output.append(text.end()));
    }
    const left = child.stdio[4] as Readable | undefined;
    left?.on('data', () => (this.#saysLeftBehind = true));
    left?.on('error', () => left.destroy());
    child.stdin?.on('error', () => child.stdin?.destroy());
    this.#report = options.reports ? new ReportReader(child.stdio[3] as Readable) : undefined;
    this.finished = this.#finish();
  }

  /**
   * Starts a command.
   * @throws the error of spawn(2): ENOENT when there is no such shell or folder, EAGAIN, E2BIG …;
   *   that of the wall, where it is required and cannot be had
   */
  static async start(options: ShellProcessOptions): Promise<ShellProcess> {
    const { command, cwd, environment, takesInput, reports } = options;
    const { platform } = process;
    const invocation = shellInvocation(command, platform, environment, reports);
    const enclosed = await options.enclose({ ...invocation, cwd, environment });
    const more = [reports ? 'pipe' : 'ignore', enclosed.ownsNamespace ? 'pipe' : 'ignore'] as const;
    const mark = randomUUID();
    try {
      const child = spawn(enclosed.file, enclosed.args, {
        cwd: enclosed.cwd,
        env: { ...enclosed.environment, [treeMark]: mark },
        detached: platform !== 'win32',
        windowsHide: true,
        windowsVerbatimArguments: invocation.verbatim,
        stdio: [
          takesInput ? 'pipe' : 'ignore',
          'pipe',
          'pipe',
          ...more.slice(0, more.lastIndexOf('pipe') + 1),
        ],
      });
      // once() rejects with what spawn reports.
      if (child.pid === undefined) await once(child, 'spawn');
      return new ShellProcess(child, mark, enclosed, options);
    } catch (error) {
      await enclosed.release();
      throw error;
    }
  }

  /** Undefined while it runs. */
  get exit(): ShellExit | undefined {
    return this.#exit;
  }

  /** The environment in which it began. */
  get environment(): Readonly<Record<string, string>> {
    return this.#enclosed.inside;
  }

  /** Whether the wall is around it. */
  get confined(): boolean {
    return this.#enclosed.confined;
  }

  /** What the wall refused, in plain words, as far as its output shows it. Once it has ended. */
  refusals(output: string): string[] {
    return this.#enclosed.refusals(output, this.#exit?.code !== 0);
  }

  /** Ends all its processes, killing after `graceMs` those that do not end when asked. */
  async end(graceMs: number): Promise<void> {
    if (this.#exit) return;
    this.#ending = true;
    await endTree(this.#table, this.tree, graceMs);
    await this.finished;
  }

  /** Writes to its standard input. Resolves to false when that is closed. */
  async write(data: string): Promise<boolean> {
    const { stdin } = this.#child;
    if (!stdin?.writable || this.#exit) return false;
    if (data === '' || stdin.write(data)) return true;
    // A program that does not read fills the pipe: then the data waits there, and we do not.
    await Promise.race([once(stdin, 'drain'), once(stdin, 'close'), delay(1_000)]);
    return true;
  }

  async #finish(): Promise<ShellExit> {
    const { stdout, stderr } = this.#child;
    const closed = Promise.all([stdout, stderr].map(whenClosed));
    const [code, signal] = (await once(this.#child, 'exit')) as [number | null, string | null];
    const exitCode = code ?? 128 + (signal ? os.constants.signals[signal as NodeJS.Signals] : 0);
    const leftBehind = await this.#endLeftovers();
    await this.#drain(closed);
    stdout?.destroy();
    stderr?.destroy();
    this.#child.stdin?.destroy();
    const report = await this.#report?.end();
    const takenAway = await this.#enclosed.release();
    this.#exit = { code: exitCode, leftBehind, takenAway, ...(report ? { report } : {}) };
    return this.#exit;
  }

  /** Takes what is still in the pipe. When that brings nothing more, a daemon holds it: we do not wait for it. */
  async #drain(closed: Promise<unknown>): Promise<void> {
    const deadline = performance.now() + longestDrainMs;
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    for (let total = -1; total !== this.#output.total && performance.now() < deadline;) {
      total = this.#output.total;
      await Promise.race([closed, delay(afterlifeMs, undefined, { ref: false })]);
      if (isClosed) return;
      // After a stall the timer comes first: give the pipe its turn.
      await setImmediate();
    }
  }

  async #endLeftovers(): Promise<boolean> {
    if (this.#enclosed.ownsNamespace) return this.#endNamespace();
    const deadline = performance.now() + afterlifeMs;
    // Whether the group exists is quickly told, and mostly all: only then we look at processes.
    while (!this.#ending && groupExists(this.pid)) {
      if ((await livingProcesses(this.#table, this.tree, 'session')).length === 0) return false;
      if (performance.now() > deadline) {
        return (await endTree(this.#table, this.tree, afterlifeMs, 'session')) > 0;
      }
      await delay(20);
    }
    return false;
  }

  /** What is left in a namespace is killed with its first process; here we see it gone. */
  async #endNamespace(): Promise<boolean> {
    const { signalCode, exitCode } = this.#child;
    const unsupervised = signalCode !== null || (exitCode ?? 0) > 128;
    if (this.#saysLeftBehind || unsupervised) await endTree(this.#table, this.tree, 0);
    return this.#saysLeftBehind && !this.#ending;
  }
}

async function whenClosed(stream: Readable | null): Promise<void> {
  await new Promise<void>((resolve) => (stream ? stream.once('close', resolve) : resolve()));
}
