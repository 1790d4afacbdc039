import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLibsqlServer, type LibsqlServer } from '../../support/libsql-server.ts';
import { turnOf, useStoreBench } from './open-test-store.ts';

let server: LibsqlServer;
const bench = useStoreBench();
beforeEach(async () => {
  server = await startLibsqlServer();
});
afterEach(async () => {
  await server.close();
});

it('keeps turns on a server, for every host that uses it', async () => {
  const [one, two] = [bench.open({ url: server.url }), bench.open({ url: server.url })];
  const turn = turnOf('a', {}, { conversation: 'tea', instructions: 'x', tools: [{ name: 't' }] });
  await one.save(turn);
  await two.save(turnOf('b', {}, { conversation: 'tea' }));
  const history = await one.conversation('tea');
  expect(history?.turns.map(({ responseId }) => responseId)).toEqual(['a', 'b']);
  history?.release();
  const { place: _, ...stored } = turn;
  expect(await two.get('a')).toEqual(stored);
  expect(await one.search('question', 10)).toHaveLength(2);
  expect(await two.status()).toMatchObject({ responses: 2, conversations: 1 });
  expect(await two.delete('b')).toBe(true);
  expect(await one.get('b')).toBeUndefined();
  const record = { scope: 's', bodyHash: 'h', answer: [1], expiresAt: Date.now() + 1e6 };
  await one.remember(record);
  expect(await two.recall('s')).toEqual(record);
});

it('evicts there too', async () => {
  const store = bench.open({ url: server.url, max: () => 2 });
  for (const id of ['a', 'b', 'c', 'd']) await store.save(turnOf(id));
  await store.close();
  const other = bench.open({ url: server.url });
  expect((await other.status()).responses).toBe(2);
  expect(await other.get('d')).toBeDefined();
});

it('sends no statement that only a file understands', async () => {
  const store = bench.open({ url: server.url });
  await store.save(turnOf('a'));
  expect(server.statements.filter((sql) => /pragma/i.test(sql))).toEqual([]);
});

it('says what is wrong, and goes on when the server is well again', async () => {
  const store = bench.open({ url: server.url });
  await store.save(turnOf('a'));
  server.answerWith(503);
  const error: unknown = await store.get('a').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'StoreError' });
  expect((error as Error).message).toMatch(/libsql:\/\/127\.0\.0\.1:\d+\) failed/);
  expect((error as Error).message).not.toContain('libsql-test-token');
  server.answerWith(200);
  expect(await store.get('a')).toBeDefined();
});

it('tells a transaction that failed as a whole', async () => {
  const store = bench.open({ url: server.url });
  await store.save(turnOf('a'));
  await expect(
    store.save({ ...turnOf('b'), createdAt: null as unknown as number }),
  ).rejects.toMatchObject({ name: 'StoreError' });
  expect(await store.get('b')).toBeUndefined();
  expect((await store.status()).responses).toBe(1);
});
