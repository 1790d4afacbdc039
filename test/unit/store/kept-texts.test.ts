import { expect, it, vi } from 'vitest';
import { useStoreBench } from './open-test-store.ts';

const bench = useStoreBench();

it('a text is found at once, after the file was opened again, and by its owner alone', async () => {
  const store = bench.open();
  store.texts.set('ann', 'a', 'one');
  store.texts.set('ann', 'a', 'two');
  expect(await store.texts.get('ann', 'a')).toBe('two');
  await store.close();
  const again = bench.open();
  expect(await again.texts.get('ann', 'a')).toBe('two');
  expect(await again.texts.get('ben', 'a')).toBeUndefined();
  expect(await again.texts.get('ann', 'b')).toBeUndefined();
  expect(await bench.query('SELECT owner, key, text FROM kept_texts')).toEqual([
    { owner: 'ann', key: 'a', text: 'two' },
  ]);
});

it('a text is on disk a moment later, without a close', async () => {
  const store = bench.open();
  store.texts.set('ann', 'a', 'one');
  await vi.waitFor(
    async () => expect(await bench.query('SELECT text FROM kept_texts')).toEqual([{ text: 'one' }]),
    { timeout: 20_000 },
  );
});

it('a text goes after 30 days in which nobody wanted it', async () => {
  const store = bench.open();
  store.texts.set('ann', 'old', 'one');
  store.texts.set('ann', 'used', 'two');
  await store.close();
  const day = 24 * 60 * 60 * 1000;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20 * day });
  try {
    const later = bench.open();
    expect(await later.texts.get('ann', 'used')).toBe('two');
    await later.close();
    vi.setSystemTime(Date.now() + 20 * day);
    const last = bench.open();
    expect(await last.texts.get('ann', 'old')).toBeUndefined();
    expect(await last.texts.get('ann', 'used')).toBe('two');
    last.texts.set('ann', 'new', 'three');
    await last.close();
    expect(await bench.query('SELECT key FROM kept_texts ORDER BY key')).toEqual([
      { key: 'new' },
      { key: 'used' },
    ]);
  } finally {
    vi.useRealTimers();
  }
});

it('of an owner 20,000 texts are kept, the latest', async () => {
  const store = bench.open();
  for (let index = 0; index < 20_010; index += 1) store.texts.set('ann', `${index}`, 'x');
  store.texts.set('ben', 'one', 'x');
  await store.texts.settled();
  const count = 'SELECT owner, count(*) AS n, min(CAST(key AS INTEGER)) AS first FROM kept_texts';
  expect(await bench.query(`${count} GROUP BY owner ORDER BY owner`)).toEqual([
    { owner: 'ann', n: 20_000, first: 10 },
    { owner: 'ben', n: 1, first: 0 },
  ]);
}, 60_000);

it('what cannot be written is told of, and found all the same', async () => {
  const store = bench.open();
  await store.status();
  await bench.query('DROP TABLE kept_texts');
  store.texts.set('ann', 'a', 'one');
  await store.texts.settled();
  expect(bench.warnings.join('\n')).toContain('What a conversation began with was not kept');
  expect(await store.texts.get('ann', 'a')).toBe('one');
});

it('a store of an earlier version gets the table, and keeps what it has', async () => {
  const store = bench.open();
  store.texts.set('ann', 'a', 'one');
  await store.turns.keep({
    id: 'run_1',
    owner: 'ann',
    conversation: 'chat:1',
    chat: null,
    told: null,
    keys: ['k'],
    createdAt: Date.now(),
    expiresAt: Date.now() + 1_000_000,
  });
  await store.close();
  // As the version before left it.
  const second = ['contexts', 'turns', 'conversations', 'said', 'idempotency', 'remembered_'];
  const tables = await bench.query("SELECT name FROM sqlite_master WHERE type = 'table'");
  for (const name of tables.map((row) => String(row['name']))) {
    const isKept = [...second, 'schema_version', 'sqlite_'].some((begin) => name.startsWith(begin));
    if (!isKept) await bench.query(`DROP TABLE ${name}`);
  }
  await bench.query('DELETE FROM schema_version WHERE version > 2');
  const upgraded = bench.open();
  expect(await upgraded.turns.find('ann', ['k'], Date.now())).toHaveLength(1);
  upgraded.texts.set('ann', 'a', 'two');
  await upgraded.close();
  expect(await bench.query('SELECT text FROM kept_texts')).toEqual([{ text: 'two' }]);
});
