import { fileURLToPath } from 'node:url';
import type { Logger } from '../log/logger.ts';
import { createLibsqlStore } from './libsql-store.ts';
import { openLocalDatabase } from './database/local-database.ts';
import { openRemoteDatabase } from './database/remote-database.ts';
import type { ResponseStore } from './response-store.ts';

export interface ResponseStoreOptions {
  /** `libsql:`, `http(s):` or `ws(s):` address of a libSQL server, or `file:` with an absolute path. */
  url: string;
  /** Folder of the built worker files; a local database is held by `store-worker.js`. */
  workers: string;
  logger: Logger;
  /** Read after every save, so a change applies at once. */
  maxStoredResponses: () => number;
}

/** Gives a store over a libSQL file or server. Nothing is opened before its first use. */
export function openResponseStore(options: ResponseStoreOptions): ResponseStore {
  const { url, workers, logger, maxStoredResponses } = options;
  return createLibsqlStore({
    logger,
    maxStoredResponses,
    openDatabase: (onNotice) =>
      url.startsWith('file:')
        ? openLocalDatabase({ file: fileURLToPath(url), workers, onNotice })
        : openRemoteDatabase(url),
  });
}
