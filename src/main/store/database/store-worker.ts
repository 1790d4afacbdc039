import { existsSync, renameSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createClient, LibsqlError, type Client } from '@libsql/client/sqlite3';
import { pathToFileURL } from 'node:url';
import { runBatch } from './libsql-rows.ts';
import { unpacked } from '../long-texts.ts';
import type { WorkerAnswer, WorkerCall } from './worker-protocol.ts';

/**
 * The thread that holds the database file, so that neither a slow disk nor full-text indexing ever
 * stops the host's event loop.
 */

const { file } = workerData as { file: string };
const port = parentPort!;
let client: Client | undefined;

/** SQLite's codes for a file that is no database, or one whose pages contradict each other. */
const damageCodes = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);

function connect(): Client {
  try {
    // One connection: it is the only writer, and what `open` sets holds for a connection.
    return createClient({ url: pathToFileURL(file).href, concurrency: 1, timeout: 5000 });
  } catch (error) {
    // The driver gives no code here.
    throw new LibsqlError((error as Error).message, 'SQLITE_CANTOPEN');
  }
}

async function open(): Promise<Client> {
  const opened = connect();
  try {
    await opened.execute('PRAGMA journal_mode = WAL');
    // FULL: a commit is on the disk itself, so a power cut loses nothing either. This thread waits.
    await opened.execute('PRAGMA synchronous = FULL');
    await opened.execute('PRAGMA foreign_keys = ON');
    const check = await opened.execute('PRAGMA quick_check(1)');
    const verdict = check.rows[0]?.[0] as string;
    if (verdict !== 'ok') throw new LibsqlError(verdict, 'SQLITE_CORRUPT');
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function openOrRecover(): Promise<Client> {
  try {
    return await open();
  } catch (error) {
    if (!isDamage(error)) throw error;
    moveAside(error);
    return await open();
  }
}

function isDamage(error: unknown): error is LibsqlError {
  return error instanceof LibsqlError && damageCodes.has(error.code);
}

/** Keeps the damaged file, with its log, under another name next to where it was. */
function moveAside(error: LibsqlError): void {
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').replace(/\..*/, '');
  const base = file.replace(/\.db$/, '');
  let kept = `${base}.damaged-${stamp}.db`;
  for (let count = 2; existsSync(kept); count += 1) kept = `${base}.damaged-${stamp}-${count}.db`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix);
  }
  tell({
    notice:
      `The file with the stored responses was damaged (${error.message}). ` +
      `It was kept as ${kept}, and a new one was begun.`,
  });
}

function tell(answer: WorkerAnswer): void {
  port.postMessage(answer);
}

async function answer(call: WorkerCall): Promise<void> {
  try {
    client ??= await openOrRecover();
    tell({ id: call.id, rows: await runBatch(client, call.mode, unpacked(call.statements)) });
  } catch (error) {
    if (isDamage(error) && client) {
      // Found while in use. The file goes aside now; the caller hears of it and may ask again.
      client.close();
      client = undefined;
      moveAside(error);
    }
    const { code = 'ERROR', message } = error as Partial<LibsqlError> & Error;
    tell({ id: call.id, error: { code, message } });
  }
}

// Calls are answered one after the other, in the order they came.
let last: Promise<void> = Promise.resolve();
port.on('message', (call: WorkerCall | 'close') => {
  last = last.then(async () => {
    if (call !== 'close') return answer(call);
    client?.close();
    port.close();
  });
});
