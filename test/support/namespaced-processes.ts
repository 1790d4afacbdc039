import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * The numbers that this system gives to processes which know themselves by others, in a namespace of
 * their own; outside the wall they are the same. Those that are gone are left out.
 * @param inner the numbers as the processes told them
 * @param folder the absolute folder in which they run, by which they are told from other namespaces
 */
export function systemPids(inner: readonly number[], folder: string): number[] {
  const wanted = new Set(inner);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => runsIn(pid, folder) && wanted.has(innermostOf(pid)))
    .map(Number);
}

function runsIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    // Gone meanwhile, or somebody else's.
    return false;
  }
}

function innermostOf(pid: string): number {
  try {
    const numbers = /^NSpid:\s*(.+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(numbers?.split(/\s+/).at(-1) ?? pid);
  } catch {
    return -1;
  }
}
