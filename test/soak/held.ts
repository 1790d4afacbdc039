import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { HeadlessHost } from '../support/headless-host.ts';

/** Makes a host answer {@link heldBy}. */
export const probeArguments = [
  '--expose-gc',
  '--import',
  path.join(import.meta.dirname, 'probe.mjs'),
];

/** What a host holds while it does nothing. Memory is in bytes, after a garbage collection. */
export interface Held {
  rss: number;
  heapUsed: number;
  external: number;
  /** Handles and requests that keep its event loop, by kind. */
  resources: Record<string, number>;
  /** Of the process itself, of all events. */
  listeners: number;
  /** Open files, by what they are: `socket`, `pipe`, `anon_inode`, or a path. */
  files: Record<string, number>;
  children: number[];
}

/** Asks a host that was started with {@link probeArguments}. Linux only. */
export async function heldBy(host: HeadlessHost): Promise<Held> {
  const answers = (): string[] => host.output().match(/^probe .*$/gm) ?? [];
  const before = answers().length;
  host.kill('SIGUSR2');
  while (answers().length === before) await delay(20);
  const told = JSON.parse(answers().at(-1)!.slice('probe '.length)) as Held;
  return { ...told, files: await filesOf(host.pid), children: await childrenOf(host.pid) };
}

/**
 * Waits until a host that does nothing has let go of connections and child processes; idle
 * connections are closed some seconds after their last use. Linux only.
 */
export async function settled({ pid }: HeadlessHost): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const [connections, children] = await Promise.all([connectionsOf(pid), childrenOf(pid)]);
    if (connections === 0 && children.length === 0) return;
    if (performance.now() > deadline) {
      throw new Error(
        `Not let go of: ${connections} connections, child processes ${children.join()}`,
      );
    }
    await delay(100);
  }
}

/** What the open files of a process are: `socket:[867794]`, `pipe:[867800]`, paths. */
async function linksOf(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`);
  // One may be closed by now.
  const links = names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => ''));
  return (await Promise.all(links)).filter(Boolean);
}

async function filesOf(pid: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const link of await linksOf(pid)) {
    const kind = link.replace(/:.*/, '');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** TCP connections, without what listens. A line of /proc/net/tcp: state in field 3, inode in 9. */
async function connectionsOf(pid: number): Promise<number> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')),
  );
  const rows = tables.flatMap((table) => table.trim().split('\n').slice(1));
  const connected = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state]) => state !== '0A')
    .map((fields) => `socket:[${fields[9]}]`);
  const links = new Set(await linksOf(pid));
  return connected.filter((link) => links.has(link)).length;
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  // A thread may have ended by now.
  const lists = threads.map((thread) =>
    readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
  );
  return (await Promise.all(lists)).join(' ').split(' ').filter(Boolean).map(Number);
}
