import type { Client } from '@libsql/client';
import type { Database } from './database.ts';
import { runBatch } from './libsql-rows.ts';
import { describeFailure, StoreError } from '../store-error.ts';

/** A server that is silent for so long is taken to be away. */
const timeoutMs = 30_000;

/** A database on a libSQL server; connects at the first call. */
export function openRemoteDatabase(url: string): Database {
  const location = url.replace(/\?.*$/, '').replace(/\/\/[^/@]*@/, '//');
  let client: Promise<Client> | undefined;
  let closed = false;

  return {
    location,
    async transact(mode, statements) {
      try {
        if (closed) throw new StoreError('it is closed', { code: 'STORE_CLOSED' });
        client ??= connect(url);
        return await runBatch(await client, mode, statements);
      } catch (error) {
        const { code = 'SERVER_ERROR', message } = error as Error & { code?: string };
        throw new StoreError(describeFailure(code, message, location), { code, cause: error });
      }
    },
    async close() {
      closed = true;
      (await client)?.close();
    },
  };
}

/** The client without the native library, which a server does not need. */
async function connect(url: string): Promise<Client> {
  const { createClient } = await import('@libsql/client/web');
  const fetchInTime: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  return createClient({ url, fetch: fetchInTime });
}
