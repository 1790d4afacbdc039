import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Logger } from '../../../src/main/log/logger.ts';
import { openResponseStore } from '../../../src/main/store/open-response-store.ts';
import type { NewTurn, ResponseStore } from '../../../src/main/store/response-store.ts';
import type { Row } from '../../../src/main/store/database/database.ts';
import { buildWorkers } from '../../support/worker-files.ts';

/** Stores over real files in a temporary folder. */
export interface StoreBench {
  folder: string;
  file: string;
  /** What was logged as a warning. */
  warnings: string[];
  open(options?: { max?: () => number; url?: string }): ResponseStore;
  /** Asks the file itself, as another program would. */
  query(sql: string): Promise<Row[]>;
}

/** Gives each test of a file a folder of its own; stores are closed and files removed after it. */
export function useStoreBench(): StoreBench {
  const bench = {} as StoreBench & { cleanUp: () => Promise<void> };
  let workers: Awaited<ReturnType<typeof buildWorkers>>;
  beforeAll(async () => {
    workers = await buildWorkers('store-worker');
  });
  beforeEach(() => void Object.assign(bench, createStoreBench(workers.folder)));
  afterEach(() => bench.cleanUp());
  afterAll(() => workers.remove());
  return bench;
}

function createStoreBench(workers: string): StoreBench & { cleanUp: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'hermes-store-'));
  const file = join(folder, 'hermes.db');
  const stores: ResponseStore[] = [];
  const warnings: string[] = [];
  const logger: Logger = {
    trace: () => {},
    debug: () => {},
    info: () => {},
    warn: (message, fields) => warnings.push(`${message} ${JSON.stringify(fields ?? {})}`),
    error: (message) => warnings.push(message),
    child: () => logger,
  };
  return {
    folder,
    file,
    warnings,
    open({ max = () => 10_000, url = pathToFileURL(file).href } = {}) {
      const store = openResponseStore({
        url,
        workers,
        logger,
        maxStoredResponses: max,
      });
      stores.push(store);
      return store;
    },
    async query(sql) {
      const client = createClient({ url: pathToFileURL(file).href });
      const { rows } = await client.execute(sql);
      client.close();
      return rows.map((row) => ({ ...row }) as Row);
    },
    async cleanUp() {
      await Promise.all(stores.map((store) => store.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A turn in which the user says one thing and the agent answers another. */
export function turnOf(
  responseId: string,
  said: { user?: string; assistant?: string } = {},
  more: Partial<NewTurn> = {},
): NewTurn {
  const { user = `question of ${responseId}`, assistant = `answer of ${responseId}` } = said;
  return {
    responseId,
    parentId: null,
    conversation: null,
    place: 'head',
    createdAt: 1_800_000_000_000,
    instructions: null,
    tools: [],
    input: [{ type: 'message', role: 'user', content: user }],
    messages: [{ role: 'assistant', content: assistant }],
    response: { status: 'completed', note: responseId },
    ...more,
  };
}
