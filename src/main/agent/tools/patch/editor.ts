import type { EditJob, EditOutcome } from './edit.ts';
import { runInThread } from '../../../system/threads/run-in-thread.ts';

/** Changes texts, whatever their size, without holding up the host. */
export type Editor = (job: EditJob, signal: AbortSignal) => Promise<EditOutcome>;

/** What is done at once; the rest goes to a worker thread, which takes some 50 ms to start. */
const quick = { characters: 128 * 1024, lines: 150 };

/** @param workerFile absolute path of the built `edit-worker.js` */
export function createEditor(workerFile: string): Editor {
  return async (job, signal) => {
    // Loaded at the first change: it brings the diff library.
    const { editIfQuick } = await import('./edit.ts');
    return editIfQuick(job, quick) ?? ((await runInThread(workerFile, job, signal)) as EditOutcome);
  };
}
