import { parentPort, workerData } from 'node:worker_threads';
import { edit, type EditJob } from './edit.ts';

// Does one change that would hold up the host, and ends.
parentPort!.postMessage(edit(workerData as EditJob));
