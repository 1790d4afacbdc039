import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isMissing } from '../files/paths.ts';

/**
 * A lock seen in the same hands for so long is left over: what is done under it takes milliseconds.
 * Told by watching it, for the time of a file says little once the clock was set.
 */
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
    let seen: { holder: string | undefined; since: number } = { holder: undefined, since: 0 };
    while (!(await linkIfFree(draft, lockFile))) {
      const now = performance.now();
      if (now > deadline) throw new Error(`The lock ${lockFile} is never released`);
      const holder = await holderOf(lockFile);
      if (seen.holder !== holder) seen = { holder, since: now };
      if (holder !== undefined && (now - seen.since > staleMs || !isAlive(pidOf(holder)))) {
        await takeFrom(holder, lockFile);
      }
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

async function takeFrom(holder: string, lockFile: string): Promise<void> {
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

async function holderOf(lockFile: string): Promise<string | undefined> {
  try {
    return await readFile(lockFile, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function pidOf(holder: string): number {
  return Number(holder.split(' ')[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
