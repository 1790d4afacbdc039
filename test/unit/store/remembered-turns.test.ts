import { expect, it } from 'vitest';
import type { NewRememberedTurn } from '../../../src/main/store/remembered-turns.ts';
import { useStoreBench } from './open-test-store.ts';

const bench = useStoreBench();

const turn = (fields: Partial<NewRememberedTurn> = {}): NewRememberedTurn => ({
  id: 'run_1',
  owner: 'owner',
  conversation: 'chat:1',
  chat: null,
  told: '{"own":[]}',
  keys: ['one', 'two'],
  createdAt: 1000,
  expiresAt: 5000,
  ...fields,
});

it('a turn is found by any of its keys, at once and after the file was opened again', async () => {
  const store = bench.open();
  const kept = store.turns.keep(turn());
  const { owner: _, createdAt: _at, expiresAt: _end, ...known } = turn();
  expect(await store.turns.find('owner', ['two', 'none'], 2000)).toEqual([
    { ...known, keys: ['two'] },
  ]);
  await kept;
  await store.close();
  const [found] = await bench.open().turns.find('owner', ['one', 'two'], 2000);
  expect(found!.keys.toSorted()).toEqual(['one', 'two']);
});

it('a turn is its owner’s alone', async () => {
  const { turns } = bench.open();
  await turns.keep(turn());
  expect(await turns.find('somebody', ['one'], 2000)).toEqual([]);
  await turns.keep(turn({ id: 'run_2', owner: 'somebody' }));
  expect((await turns.find('somebody', ['one'], 2000)).map(({ id }) => id)).toEqual(['run_2']);
});

it('a turn is gone when its time is over, with its keys', async () => {
  const { turns } = bench.open();
  await turns.keep(turn());
  expect(await turns.find('owner', ['one'], 5000)).toEqual([]);
  await turns.keep(turn({ id: 'run_2', keys: ['three'], createdAt: 6000, expiresAt: 9000 }));
  expect(await bench.query('SELECT key FROM remembered_keys')).toEqual([{ key: 'three' }]);
  expect(await bench.query('SELECT id FROM remembered_turns')).toEqual([{ id: 'run_2' }]);
});

it('a turn that is kept again takes its own place, and the latest comes first', async () => {
  const { turns } = bench.open();
  await turns.keep(turn({ told: 'broken' }));
  await turns.keep(turn({ id: 'run_2' }));
  await turns.keep(turn({ told: 'whole', keys: ['one'] }));
  const found = await turns.find('owner', ['one', 'two'], 2000);
  expect(found.map(({ id }) => id)).toEqual(['run_1', 'run_2']);
  expect(found[0]).toMatchObject({ told: 'whole', keys: ['one'] });
});

it('turns that come at once are all kept, and one that the store refuses takes none with it', async () => {
  const { turns } = bench.open();
  const refused = turn({ id: 'run_refused', conversation: null as unknown as string });
  const ids = Array.from({ length: 120 }, (_, index) => `run_${index}`);
  const outcomes = await Promise.allSettled([
    ...ids.slice(0, 60).map((id) => turns.keep(turn({ id, keys: [id] }))),
    turns.keep(refused),
    ...ids.slice(60).map((id) => turns.keep(turn({ id, keys: [id] }))),
  ]);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(outcomes[60]!.status).toBe('rejected');
  const found = await turns.find('owner', ids, 2000);
  expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

it('the turns of a hundred answers are found in a few milliseconds', async () => {
  const { turns } = bench.open();
  const told = 'x'.repeat(8_000);
  for (let index = 0; index < 300; index += 1) {
    await turns.keep(turn({ id: `run_${index}`, keys: [`pair:${index}`, `other:${index}`], told }));
  }
  const keys = Array.from({ length: 100 }, (_, index) => [`pair:${index}`, `none:${index}`]).flat();
  await turns.find('owner', keys, 2000);
  const startedAt = performance.now();
  expect(await turns.find('owner', keys, 2000)).toHaveLength(100);
  // One millisecond a turn is promised, on a machine that has other things to do.
  expect(performance.now() - startedAt).toBeLessThan(100);
});
