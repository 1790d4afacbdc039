import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Database, Row } from './database.ts';
import { packed } from '../long-texts.ts';
import { describeFailure, StoreError } from '../store-error.ts';
import type { WorkerAnswer, WorkerCall } from './worker-protocol.ts';

export interface LocalDatabaseOptions {
  /** Absolute path of the database file. */
  file: string;
  /** Folder that holds the built `store-worker.js`. */
  workers: string;
  /** Told when a damaged file was moved aside. */
  onNotice: (notice: string) => void;
}

interface Waiting {
  resolve: (rows: Row[][]) => void;
  reject: (error: Error) => void;
}

/** A database file, held by a thread of its own that starts at the first call. */
export function openLocalDatabase(options: LocalDatabaseOptions): Database {
  const { file } = options;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let ended: Promise<void> = Promise.resolve();
  let closed = false;
  let calls = 0;

  const failure = (code: string, message: string): StoreError =>
    new StoreError(describeFailure(code, message, file), { code });

  const receive = (answer: WorkerAnswer): void => {
    if ('notice' in answer) {
      options.onNotice(answer.notice);
      return;
    }
    const caller = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('rows' in answer) caller?.resolve(answer.rows);
    else caller?.reject(failure(answer.error.code, answer.error.message));
    if (waiting.size === 0) worker?.unref();
  };

  const start = (): Worker => {
    const started = new Worker(join(options.workers, 'store-worker.js'), { workerData: { file } });
    let reason = 'its thread ended';
    ended = new Promise((resolve) => {
      started.on('message', receive);
      started.on('error', (error) => {
        reason = error.message;
      });
      started.on('exit', () => {
        worker = undefined;
        for (const caller of waiting.values()) caller.reject(failure('WORKER_ENDED', reason));
        waiting.clear();
        resolve();
      });
    });
    return started;
  };

  return {
    location: file,
    transact(mode, statements) {
      if (closed) return Promise.reject(failure('STORE_CLOSED', 'it is closed'));
      worker ??= start();
      // A call under way keeps the process alive; an idle thread does not.
      worker.ref();
      calls += 1;
      const { statements: sent, handedOver } = packed(statements);
      const call: WorkerCall = { id: calls, mode, statements: sent };
      return new Promise((resolve, reject) => {
        waiting.set(call.id, { resolve, reject });
        worker!.postMessage(call, handedOver);
      });
    },
    async close() {
      closed = true;
      worker?.ref();
      worker?.postMessage('close');
      await ended;
    },
  };
}
