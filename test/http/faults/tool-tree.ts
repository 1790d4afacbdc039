import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemPids } from '../../support/namespaced-processes.ts';
import { ProcessTable } from '../../../src/main/system/processes/process-table.ts';

/** A command whose processes are hard to end: a child, a daemon in a session of its own, a deaf one. */
export const treeCommand = `
  sh -c 'echo $$ >> pids; exec sleep 300' &
  (setsid nohup sh -c 'echo $$ >> pids; exec sleep 300' > /dev/null 2>&1 &)
  sh -c 'trap "" TERM HUP INT; echo $$ >> pids; while :; do sleep 300; done' &
  echo $$ >> pids; wait`;

const processes = 4;

/** The process ids of {@link treeCommand}, once all its processes run. */
export async function treeIn(workspace: string): Promise<number[]> {
  for (;;) {
    const notes = await readFile(path.join(workspace, 'pids'), 'utf8').catch(() => '');
    const pids = notes.split('\n').filter(Boolean).map(Number);
    if (pids.length === processes) return systemPids(pids, workspace);
    await delay(20);
  }
}

/** Those of the processes that are alive; zombies are not. */
export function aliveAmong(pids: readonly number[]): number[] {
  const table = new ProcessTable();
  return pids.filter((pid) => table.isAlive(pid));
}
