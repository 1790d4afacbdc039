import { parentPort, workerData } from 'node:worker_threads';
import { extractPage, type ExtractJob } from './extract-page.ts';

// Reads one page, which may take as long as it is large, and ends.
parentPort!.postMessage(extractPage(workerData as ExtractJob));
