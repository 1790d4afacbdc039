import type { Client } from '@libsql/client';
import type { Database } from './database.ts';
import { runBatch } from './libsql-rows.ts';
import { describeFailure, StoreError } from './store-error.ts';

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
        client ??= import('@libsql/client').then(({ createClient }) => createClient({ url }));
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
