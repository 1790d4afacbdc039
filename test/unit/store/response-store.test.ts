import { describe, expect, it } from 'vitest';
import type { History, NewTurn } from '../../../src/main/store/response-store.ts';
import { turnOf, useStoreBench } from './open-test-store.ts';

const bench = useStoreBench();

const idsOf = (history: History | undefined): string[] | undefined =>
  history?.turns.map((turn) => turn.responseId);

/** A chain by response ids: each turn continues the one named before. */
const chain = (...ids: string[]): NewTurn[] =>
  ids.map((id, index) => turnOf(id, {}, { parentId: ids[index - 1] ?? null }));

describe('turns', () => {
  it('come back as they were saved, also after the database was closed and opened again', async () => {
    const turn = turnOf('resp_1', {}, { instructions: 'Be brief', tools: [{ name: 'look' }] });
    const store = bench.open();
    await store.save(turn);
    await store.close();
    const { place: _, ...stored } = turn;
    expect(await bench.open().get('resp_1')).toEqual(stored);
  });

  it('are undefined when unknown', async () => {
    const store = bench.open();
    expect(await store.get('resp_none')).toBeUndefined();
    expect(await store.history('resp_none')).toBeUndefined();
    expect(await store.conversation('none')).toBeUndefined();
    expect(await store.delete('resp_none')).toBe(false);
  });

  it('replace the turn that was saved before under the same id', async () => {
    const store = bench.open();
    await store.save(turnOf('resp_1', { assistant: '' }, { response: { status: 'queued' } }));
    await store.save(turnOf('resp_1'));
    expect((await store.get('resp_1'))?.response).toMatchObject({ status: 'completed' });
    expect((await store.history('resp_1'))?.turns).toHaveLength(1);
    expect(await store.search('answer', 10)).toHaveLength(1);
  });

  it('share equal instructions and tools in one row', async () => {
    const store = bench.open();
    const shared = { instructions: 'long '.repeat(1000), tools: [{ name: 'look' }] };
    for (const turn of chain('a', 'b', 'c')) await store.save({ ...turn, ...shared });
    expect(await bench.query('SELECT count(*) AS n FROM contexts')).toEqual([{ n: 1 }]);
    expect((await store.get('c'))?.instructions).toBe(shared.instructions);
  });
});

describe('chains', () => {
  it('are given oldest first, with the instructions of their last turn', async () => {
    const store = bench.open();
    const [a, b, c] = chain('a', 'b', 'c');
    await store.save({ ...a!, instructions: 'old' });
    await store.save({ ...b!, instructions: 'old' });
    await store.save({ ...c!, instructions: 'new' });
    const history = await store.history('c');
    expect(idsOf(history)).toEqual(['a', 'b', 'c']);
    expect(history?.instructions).toBe('new');
    expect(history?.turns[1]).toEqual({
      responseId: 'b',
      input: b!.input,
      messages: b!.messages,
    });
  });

  it('see only their own past where they branch', async () => {
    const store = bench.open();
    for (const turn of chain('a', 'b', 'c')) await store.save(turn);
    await store.save(turnOf('b2', {}, { parentId: 'a' }));
    expect(idsOf(await store.history('b2'))).toEqual(['a', 'b2']);
    expect(idsOf(await store.history('c'))).toEqual(['a', 'b', 'c']);
  });
});

describe('conversations', () => {
  const say = (id: string, more: Partial<NewTurn> = {}): NewTurn =>
    turnOf(id, {}, { conversation: 'tea', ...more });

  it('continue from their latest turn, whatever parent the turn names', async () => {
    const store = bench.open();
    await store.save(say('a'));
    await store.save(say('b', { parentId: 'nonsense' }));
    expect(idsOf(await store.conversation('tea'))).toEqual(['a', 'b']);
  });

  it('stay where they are when a turn is put aside', async () => {
    const store = bench.open();
    await store.save(say('a'));
    await store.save(say('failed', { place: 'aside' }));
    await store.save(say('b'));
    expect(idsOf(await store.conversation('tea'))).toEqual(['a', 'b']);
    expect((await store.get('failed'))?.conversation).toBe('tea');
  });

  it('lose no turn when two hosts write to one at once', async () => {
    const [one, two] = [bench.open(), bench.open()];
    const ids = Array.from({ length: 20 }, (_, index) => `turn${index}`);
    await Promise.all(ids.map((id, index) => (index % 2 ? one : two).save(say(id))));
    expect(idsOf(await one.conversation('tea'))?.toSorted()).toEqual(ids.toSorted());
  });

  it('end with the turn before when their last one is deleted, and are gone with the only one', async () => {
    const store = bench.open();
    await store.save(say('a'));
    await store.save(say('b'));
    expect(await store.delete('b')).toBe(true);
    expect(idsOf(await store.conversation('tea'))).toEqual(['a']);
    await store.delete('a');
    expect(await store.conversation('tea')).toBeUndefined();
    expect(await bench.query('SELECT * FROM conversations')).toEqual([]);
  });
});

describe('deletion', () => {
  it('hides a response, and leaves the turns that chained on it with their past', async () => {
    const store = bench.open();
    for (const turn of chain('a', 'b', 'c')) await store.save(turn);
    expect(await store.delete('b')).toBe(true);
    expect(await store.delete('b')).toBe(false);
    expect(await store.get('b')).toBeUndefined();
    expect(await store.history('b')).toBeUndefined();
    expect(idsOf(await store.history('c'))).toEqual(['a', 'b', 'c']);
    expect(await store.search('"answer of b"', 10)).not.toContainEqual(
      expect.objectContaining({ responseId: 'b' }),
    );
  });

  it('frees a turn when nobody needs it any more', async () => {
    const store = bench.open();
    for (const turn of chain('a', 'b', 'c')) await store.save(turn);
    await store.save(turnOf('b2', {}, { parentId: 'a' }));
    for (const id of ['a', 'b', 'c']) await store.delete(id);
    // `a` is still the past of `b2`.
    expect(await bench.query('SELECT id FROM turns ORDER BY id')).toEqual([
      { id: 'a' },
      { id: 'b2' },
    ]);
    await store.delete('b2');
    expect(await bench.query('SELECT id FROM turns')).toEqual([]);
    expect(await bench.query('SELECT * FROM contexts')).toEqual([]);
  });

  it('leaves a chain whole that a run is about to continue, until it is released', async () => {
    const store = bench.open();
    for (const turn of chain('a', 'b')) await store.save(turn);
    const [first, second] = [await store.history('b'), await store.history('b')];
    await store.delete('b');
    await store.delete('a');
    await store.save(turnOf('c', {}, { parentId: first!.responseId }));
    first!.release();
    const third = await store.history('c');
    expect(idsOf(third)).toEqual(['a', 'b', 'c']);
    third!.release();
    await store.delete('c');
    second!.release();
    await store.close();
    expect(await bench.query('SELECT id FROM turns')).toEqual([]);
  });
});

describe('eviction', () => {
  it('keeps the responses used last', async () => {
    let max = 10;
    const store = bench.open({ max: () => max });
    for (const id of ['a', 'b', 'c', 'd']) await store.save(turnOf(id));
    await store.get('a');
    max = 2;
    await store.save(turnOf('e'));
    await store.close();
    expect(await bench.query('SELECT id FROM turns ORDER BY id')).toEqual([
      { id: 'a' },
      { id: 'e' },
    ]);
  });

  it('never breaks the chain of a kept response', async () => {
    const store = bench.open({ max: () => 2 });
    for (const turn of chain('a', 'b', 'c', 'd', 'e')) await store.save(turn);
    await store.close();
    const reopened = bench.open({ max: () => 2 });
    expect(idsOf(await reopened.history('e'))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await reopened.get('c')).toBeUndefined();
    expect((await reopened.status()).responses).toBe(2);
  });

  it('takes the newest turn of a conversation last, also when an older one was read after it', async () => {
    const store = bench.open({ max: () => 3 });
    for (const id of ['a', 'b']) await store.save(turnOf(id, {}, { conversation: 'tea' }));
    await store.get('a');
    for (const id of ['x', 'y', 'z']) {
      await store.save(turnOf(id));
      await store.get('a');
    }
    expect(idsOf(await store.conversation('tea'))).toEqual(['a', 'b']);
  });

  it('takes any number away when the limit is lowered', async () => {
    let max = 1000;
    const store = bench.open({ max: () => max });
    await Promise.all(Array.from({ length: 130 }, (_, index) => store.save(turnOf(`r${index}`))));
    max = 5;
    await store.save(turnOf('last'));
    await store.close();
    expect(await bench.query('SELECT count(*) AS n FROM turns')).toEqual([{ n: 5 }]);
    expect(bench.warnings).toEqual([]);
  });
});

describe('search', () => {
  it('finds what either side said, and shows the passage', async () => {
    const store = bench.open();
    const long = `${'filler '.repeat(100)}the Zürich invoice ${'filler '.repeat(100)}`;
    await store.save(turnOf('a', { user: long }, { conversation: 'money' }));
    await store.save(turnOf('b', { assistant: 'I paid the invoice.' }));
    const hits = await store.search('zurich INVOICE', 10);
    expect(hits).toHaveLength(1);
    expect(hits[0]).toMatchObject({ responseId: 'a', conversation: 'money', role: 'user' });
    expect(hits[0]!.snippet).toMatch(/^….*the Zürich invoice.*…$/);
    expect(await store.search('invoice', 10)).toHaveLength(2);
    expect(await store.search('invoice', 1)).toHaveLength(1);
    expect((await store.search('paid', 10))[0]).toMatchObject({ role: 'assistant' });
  });

  it('takes operators and quotes for plain words', async () => {
    const store = bench.open();
    await store.save(turnOf('a', { user: 'say "NEAR" OR not' }));
    expect(await store.search('"near" OR (', 10)).toHaveLength(1);
    expect(await store.search('* "" -', 10)).toEqual([]);
  });

  it('finds words in scripts that are written without spaces', async () => {
    const store = bench.open();
    await store.save(turnOf('a', { user: '请帮我整理今天的会议记录' }));
    await store.save(turnOf('b', { user: '天气很好' }));
    expect(await store.search('会议', 10)).toMatchObject([
      { responseId: 'a', snippet: '请帮我整理今天的会议记录' },
    ]);
  });
});

describe('idempotency records', () => {
  it('are kept until they expire', async () => {
    const store = bench.open();
    const record = { scope: 'key', bodyHash: 'h', answer: { a: [1] }, expiresAt: Date.now() + 1e6 };
    await store.remember(record);
    await store.remember({ ...record, scope: 'old', expiresAt: Date.now() - 1 });
    expect(await store.recall('key')).toEqual(record);
    expect(await store.recall('old')).toBeUndefined();
    expect(await store.recall('other')).toBeUndefined();
  });
});
