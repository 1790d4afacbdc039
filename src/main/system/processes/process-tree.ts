import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ProcessEntry, ProcessTable } from './process-table.ts';

const execute = promisify(execFile);

/** What a command started: its shell, and a mark that all its descendants inherit. */
export interface ProcessTree {
  /** Process id of the shell, which leads a process group and a session of its own. */
  pid: number;
  /** Value of `treeMark` in the environment of the shell. */
  mark: string;
  /**
   * Its first process only keeps the others, which end at once when it ends; it ends by itself when
   * they have. So it is not asked to end while there are others.
   */
  isKeeper?: boolean;
}

/**
 * `all`: every process that descends from the shell. `session`: those that stayed in its session
 * (on macOS, its process group), so not what made itself a daemon.
 */
export type TreeScope = 'all' | 'session';

/** How often we look whether processes are gone, in milliseconds. */
const lookEveryMs = 10;
/** How long killed processes may take to be gone, in milliseconds. Longer: they hang in the kernel. */
const killedWithinMs = 3_000;

/**
 * The processes of a tree that are alive. On Linux this finds also those that have another parent,
 * group and session by now: they are known by their mark.
 */
export async function livingProcesses(
  table: ProcessTable,
  tree: ProcessTree,
  scope: TreeScope = 'all',
): Promise<number[]> {
  return (await membersOf(table, tree, scope)).map(({ pid }) => pid);
}

/**
 * Milliseconds that the living processes of a tree have spent on the processor: what grows while it
 * works. On Windows, which does not tell, it grows with the clock.
 */
export async function treeTime(table: ProcessTable, tree: ProcessTree): Promise<number> {
  if (process.platform === 'win32') return performance.now();
  return (await membersOf(table, tree, 'all')).reduce((sum, { time }) => sum + time, 0);
}

async function membersOf(
  table: ProcessTable,
  tree: ProcessTree,
  scope: TreeScope,
): Promise<ProcessEntry[]> {
  const snapshot = await table.snapshot();
  const { entries } = snapshot;
  if (scope === 'session') return entries.filter(({ session }) => session === tree.pid);
  const marks = await snapshot.marks();
  const members = new Set([tree.pid]);
  for (let size = 0; size !== members.size;) {
    size = members.size;
    for (const { pid, parent, session } of entries) {
      if (session === tree.pid || members.has(parent) || marks.get(pid) === tree.mark) {
        members.add(pid);
      }
    }
  }
  return entries.filter(({ pid }) => members.has(pid));
}

/**
 * Ends a tree: asks it to (SIGTERM), and kills after `graceMs` what is left. Resolves to how many
 * processes there were once they are gone, or, if some hang in the kernel, 3 s after the kill.
 * On Windows there is no asking, and no number.
 */
export async function endTree(
  table: ProcessTable,
  tree: ProcessTree,
  graceMs: number,
  scope: TreeScope = 'all',
): Promise<number> {
  if (process.platform === 'win32') return endTreeOnWindows(tree.pid);
  const ended = new Set<number>();
  const deadline = performance.now() + graceMs + killedWithinMs;
  for (let signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'; ; signal = 'SIGKILL') {
    // A process may start another one while we look: go on until none is found.
    const living = await livingProcesses(table, tree, scope);
    if (living.length === 0 || performance.now() > deadline) return ended.size;
    const keepsOthers = tree.isKeeper && signal === 'SIGTERM' && living.length > 1;
    for (const pid of living) {
      if (keepsOthers && pid === tree.pid) continue;
      ended.add(pid);
      send(pid, signal);
    }
    await goneWithin(table, living, signal === 'SIGTERM' ? graceMs : killedWithinMs);
  }
}

/** Whether the group that a shell led has members, be it zombies. False on Windows, which has no such groups. */
export function groupExists(pid: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    return process.kill(-pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function goneWithin(table: ProcessTable, pids: number[], ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  for (const pid of pids) {
    while (table.isAlive(pid) && performance.now() < deadline) await delay(lookEveryMs);
  }
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // ESRCH: gone by itself. EPERM: it runs as another user (sudo) and is not ours to end.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

async function endTreeOnWindows(pid: number): Promise<number> {
  try {
    await execute('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
  } catch (error) {
    // 128: there is no such process any more.
    if ((error as { code?: unknown }).code !== 128) throw error;
  }
  return 0;
}
