import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Settings } from '../../shared/settings.ts';
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

/** Where the responses are: on the server that the settings name, else in a file of the data folder. */
export function storeUrl({ server }: Pick<Settings, 'server'>, dataDir: string): string {
  return server.databaseUrl || pathToFileURL(path.join(dataDir, 'hermes.db')).href;
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
