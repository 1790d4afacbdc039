import { parentPort, workerData } from 'node:worker_threads';
import { extractText, getDocumentProxy } from 'unpdf';

/** Runs in a thread of its own: takes the bytes of a PDF, answers with the text of each page. */
const pdf = await getDocumentProxy(workerData as Uint8Array, { verbosity: 0 });
const { text } = await extractText(pdf, { mergePages: false });
parentPort!.postMessage(text);
