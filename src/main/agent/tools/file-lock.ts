import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isMissing } from './paths.ts';

/** A lock this old is left over, whoever holds it: what is done under it takes milliseconds. */
const staleMs = 30_000;
/** How long to wait for a lock before it is taken to be broken, in milliseconds. */
const patienceMs = 60_000;
/** How long to wait between two tries, at most, in milliseconds. */
const longestPauseMs = 25;

/**
 * Does something while no other process, and nobody else in this one, does anything under the same
 * lock. A lock whose holder died is taken over.
 * @param lockFile absolute path; the file exists while the lock is held
 */
export async function withFileLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const token = `${process.pid} ${randomUUID()}`;
  await mkdir(path.dirname(lockFile), { recursive: true });
  await acquire(lockFile, token);
  try {
    return await work();
  } finally {
    // Taken over after a long stall, it is no longer ours to remove.
    if ((await holderOf(lockFile)) === token) await rm(lockFile, { force: true });
  }
}

async function acquire(lockFile: string, token: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  // Written beside it and then linked, the lock never exists without its holder's name.
  const draft = `${lockFile}.${randomUUID()}`;
  await writeFile(draft, token, { flag: 'wx' });
  try {
    while (!(await linkIfFree(draft, lockFile))) {
      if (performance.now() > deadline) throw new Error(`The lock ${lockFile} is never released`);
      await removeIfStale(lockFile);
      await delay(Math.random() * longestPauseMs);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

async function linkIfFree(draft: string, lockFile: string): Promise<boolean> {
  try {
    await link(draft, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfStale(lockFile: string): Promise<void> {
  const holder = await holderOf(lockFile);
  if (holder === undefined || !(await isStale(lockFile, holder))) return;
  // Moved aside first: should it be another lock by now, it is put back.
  const aside = `${lockFile}.${randomUUID()}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  if ((await holderOf(aside)) !== holder) await linkIfFree(aside, lockFile);
  await rm(aside, { force: true });
}

async function isStale(lockFile: string, holder: string): Promise<boolean> {
  if (!isAlive(Number(holder.split(' ')[0]))) return true;
  try {
    return Date.now() - (await stat(lockFile)).mtimeMs > staleMs;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function holderOf(lockFile: string): Promise<string | undefined> {
  try {
    return await readFile(lockFile, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
