import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The environment variable by which a process tells which command it descends from. */
export const treeMark = 'HERMES_TRAY_TREE';

/** A living process of this machine. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  /** The session on Linux; the process group where ps does not tell the session. */
  session: number;
  /** Milliseconds it has spent on the processor, those of its ended children included where known. */
  time: number;
}

/** The processes that were alive at one moment; zombies are not. */
export interface ProcessSnapshot {
  entries: readonly ProcessEntry[];
  /** The {@link treeMark} of each process that has one and lets us see it. Linux only: elsewhere empty. */
  marks(): Promise<ReadonlyMap<number, string>>;
}

/**
 * Files of `/proc` read in one go. They are read synchronously: the kernel makes them up in
 * microseconds, while four trips to the thread pool for each take tens of times as long.
 */
const readInOneGo = 64;

/** Tells which processes are alive. However many ask at once, they share one look at the system. */
export class ProcessTable {
  #looking: Promise<ProcessSnapshot> | undefined;
  #next: Promise<ProcessSnapshot> | undefined;

  /** A snapshot that is taken after this call, not before. */
  snapshot(): Promise<ProcessSnapshot> {
    if (!this.#looking) return this.#look();
    this.#next ??= this.#looking.then(
      () => this.#look(),
      () => this.#look(),
    );
    return this.#next;
  }

  /** Whether a process is alive; a zombie is not. */
  isAlive(pid: number): boolean {
    if (process.platform === 'linux') return readStat(String(pid)) !== undefined;
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  async #look(): Promise<ProcessSnapshot> {
    this.#next = undefined;
    const looking = takeSnapshot();
    this.#looking = looking;
    try {
      return await looking;
    } finally {
      if (this.#looking === looking) this.#looking = undefined;
    }
  }
}

async function takeSnapshot(): Promise<ProcessSnapshot> {
  if (process.platform !== 'linux') {
    return { entries: await readPs(), marks: () => Promise.resolve(new Map()) };
  }
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = (await inSlices(names, readStat)).filter((entry) => entry !== undefined);
  let marks: Promise<Map<number, string>> | undefined;
  return { entries, marks: () => (marks ??= readMarks(entries)) };
}

async function readMarks(entries: readonly ProcessEntry[]): Promise<Map<number, string>> {
  const marks = await inSlices(entries, ({ pid }) => readMark(pid));
  return new Map(
    entries.map(({ pid }, index) => [pid, marks[index] ?? ''] as const).filter(([, mark]) => mark),
  );
}

/** Lets the event loop turn after each slice. */
async function inSlices<T, R>(items: readonly T[], read: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) {
    if (index % readInOneGo === readInOneGo - 1) await setImmediate();
    results.push(read(item));
  }
  return results;
}

function readMark(pid: number): string | undefined {
  const variables = readProcFile(String(pid), 'environ').split('\0');
  return variables.find((text) => text.startsWith(`${treeMark}=`))?.slice(treeMark.length + 1);
}

/** `/proc/<pid>/stat` (proc(5)) is "pid (name) state parent group session …"; the name may hold anything. */
function readStat(pid: string): ProcessEntry | undefined {
  const stat = readProcFile(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, , session] = fields;
  if (session === undefined || state === 'Z' || state === 'X') return undefined;
  // utime, stime, cutime, cstime; Linux counts them in hundredths of a second for all that ask.
  const time = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  return { pid: Number(pid), parent: Number(parent), session: Number(session), time };
}

/** Empty for a process that is gone or belongs to someone else. */
function readProcFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return '';
    throw error;
  }
}

async function readPs(): Promise<ProcessEntry[]> {
  const { stdout } = await execute('ps', ['-axo', 'pid=,ppid=,pgid=,stat=,time='], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length === 5 && !fields[3]!.startsWith('Z'))
    .map(([pid, parent, group, , time]) => ({
      pid: Number(pid),
      parent: Number(parent),
      session: Number(group),
      time: milliseconds(time!),
    }));
}

/** What ps writes as "[days-][hours:]minutes:seconds". */
function milliseconds(time: string): number {
  const [clock, days] = time.split('-').toReversed();
  const seconds = clock!.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days ?? 0) * 86_400 + seconds) * 1_000;
}
