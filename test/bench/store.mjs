import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { build } from 'vite';
import { builtHost, hostKey, startProcess } from './processes.mjs';
import { median } from './statistics.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const shortChain = 100;
const longChain = 1000;
const loads = 30;

/**
 * What a conversation takes on disk, and how fast its past is there again: a short and a long one are
 * held with the built host over HTTP, then the files are looked at.
 */
export async function storedConversations({ upstream }) {
  const short = await hold(shortChain, upstream);
  const long = await hold(longChain, upstream);
  try {
    return [
      {
        figure: `stored bytes for a conversation of ${longChain} turns, against ${shortChain} turns`,
        unit: 'KiB',
        baseline: short.bytes / 1024,
        value: long.bytes / 1024,
        target: { atMost: 11 },
      },
      {
        figure: `loading the history of a chain of ${longChain} turns`,
        unit: 'ms',
        baseline: null,
        value: await timeToLoad(long),
        target: { atMost: 20 },
      },
    ];
  } finally {
    await rm(short.folder, { recursive: true, force: true });
    await rm(long.folder, { recursive: true, force: true });
  }
}

/** Has a conversation of so many turns with a host of its own, and ends the host. */
async function hold(turns, upstream) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-bench-store-'));
  const flags = `--port 0 --key ${hostKey} --base-url ${upstream.url} --model bench-model`;
  const folders = ['--data-dir', folder, '--workspace', folder];
  const host = await startProcess([builtHost, ...flags.split(' '), ...folders], {
    ready: /listening on http:\/\/[^:]+:(\d+)/,
    env: { HOME: folder },
  });
  let last;
  for (let turn = 0; turn < turns; turn += 1) {
    const answer = await fetch(`http://127.0.0.1:${host.port}/v1/responses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hostKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        conversation: 'bench',
        instructions: 'You are a helpful assistant. '.repeat(20),
        input: `tokens=100 rate=0 and this is turn number ${turn}`,
      }),
    });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    last = await answer.json();
  }
  await host.stop();
  const file = path.join(folder, 'hermes.db');
  const database = createClient({ url: pathToFileURL(file).href });
  await database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return { folder, file, lastId: last.id, bytes: (await stat(file)).size };
}

/** Milliseconds to load the whole chain through the store, as a request that continues it does. */
async function timeToLoad({ file, lastId }) {
  const built = path.join(root, 'out', `bench-store-${process.pid}`);
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: built,
      rollupOptions: {
        input: {
          'open-response-store': path.join(root, 'src/main/store/open-response-store.ts'),
          'store-worker': path.join(root, 'src/main/store/database/store-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  const { openResponseStore } = await import(
    pathToFileURL(path.join(built, 'open-response-store.js')).href
  );
  const silent = () => {};
  const store = openResponseStore({
    url: pathToFileURL(file).href,
    workers: built,
    logger: { warn: silent, child: () => ({ warn: silent }) },
    maxStoredResponses: () => 10_000,
  });
  try {
    const times = [];
    for (let load = 0; load < loads; load += 1) {
      const startedAt = performance.now();
      const history = await store.history(lastId);
      times.push(performance.now() - startedAt);
      if (history?.turns.length !== longChain) throw new Error('The chain is not whole');
      history.release();
    }
    return median(times);
  } finally {
    await store.close();
    await rm(built, { recursive: true, force: true });
  }
}
