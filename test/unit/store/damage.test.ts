import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { turnOf, useStoreBench } from './open-test-store.ts';

const bench = useStoreBench();

const damagedFiles = (): string[] =>
  readdirSync(bench.folder).filter((name) => /^hermes\.damaged-\d{8}T\d{6}.*\.db$/.test(name));

/** Overwrites the file from one page on with bytes that mean nothing. */
function scribble(file: string, fromPage: number): void {
  const size = statSync(file).size;
  const start = fromPage * 4096;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(size - start, 0xa5), 0, size - start, start);
  closeSync(descriptor);
}

it('moves a file that is no database aside, keeps it, and says so', async () => {
  writeFileSync(bench.file, 'this is a text and no database at all '.repeat(500));
  const store = bench.open();
  await store.save(turnOf('a'));
  expect(await store.get('a')).toBeDefined();
  const [kept] = damagedFiles();
  expect(readFileSync(join(bench.folder, kept!), 'utf8')).toContain('this is a text');
  expect(store.notices).toHaveLength(1);
  expect(store.notices[0]).toContain(kept);
  expect(bench.warnings).toHaveLength(1);
});

it('finds damage inside the file when it is opened', async () => {
  const first = bench.open();
  for (let index = 0; index < 50; index += 1) {
    await first.save(turnOf(`r${index}`, { user: 'word '.repeat(300) }));
  }
  await first.close();
  // Behind the first page of every table.
  scribble(bench.file, 20);
  const store = bench.open();
  // This looks at none of the damaged pages.
  expect(await store.recall('nothing')).toBeUndefined();
  expect(damagedFiles()).toHaveLength(1);
  await store.save(turnOf('new'));
  expect(await store.get('new')).toBeDefined();
});

it('stores the turn at hand in a new file when damage shows while in use', async () => {
  const store = bench.open();
  for (let index = 0; index < 200; index += 1) {
    await store.save(turnOf(`r${index}`, { user: 'word '.repeat(300) }));
  }
  await bench.query('PRAGMA wal_checkpoint(TRUNCATE)');
  scribble(bench.file, 2);
  // Pages it has read are in memory; the next writes come upon those it has not.
  for (let index = 0; index < 50 && damagedFiles().length === 0; index += 1) {
    await store.get(`r${index}`);
  }
  await store.save(turnOf('late'));
  expect(await store.get('late')).toBeDefined();
  expect(damagedFiles()).toHaveLength(1);
});

it('stores a turn as a whole or not at all', async () => {
  const store = bench.open();
  await store.save(turnOf('a', {}, { conversation: 'c' }));
  // The last of its statements fails.
  await bench.query(`CREATE TRIGGER refuse BEFORE UPDATE ON conversations
                     BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  await expect(store.save(turnOf('b', {}, { conversation: 'c' }))).rejects.toThrow('refused');
  expect(await store.get('b')).toBeUndefined();
  expect(await store.search('answer', 9)).toMatchObject([{ responseId: 'a' }]);
});

it('leaves a file alone that a newer version has written', async () => {
  await bench.open().save(turnOf('a'));
  await bench.query('INSERT INTO schema_version (version) VALUES (999)');
  const store = bench.open();
  await expect(store.get('a')).rejects.toMatchObject({
    name: 'StoreError',
    code: 'NEWER_SCHEMA',
  });
  expect(damagedFiles()).toEqual([]);
});

it('says what is wrong when the folder cannot be written, and works once it can', async () => {
  const missing = join(bench.folder, 'not-there', 'hermes.db');
  const store = bench.open({ url: pathToFileURL(missing).href });
  await expect(store.save(turnOf('a'))).rejects.toThrow(/not-there.*cannot be opened/);
  mkdirSync(join(bench.folder, 'not-there'));
  await store.save(turnOf('a'));
  expect(await store.get('a')).toBeDefined();
});

it('says what is wrong when the server is away, without the token in the address', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const store = bench.open({ url: `libsql://127.0.0.1:${port}?tls=0&authToken=hush` });
  const error: unknown = await store.save(turnOf('a')).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'StoreError' });
  expect((error as Error).message).toContain(`127.0.0.1:${port}`);
  expect((error as Error).message).not.toContain('hush');
});

it('refuses calls after it was closed', async () => {
  const store = bench.open();
  await store.save(turnOf('a'));
  await store.close();
  await expect(store.get('a')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
});
