import { expect, it } from 'vitest';
import type { ChatAnswer } from '../../../src/main/store/chat-answers.ts';
import { useStoreBench } from './open-test-store.ts';

const bench = useStoreBench();
const answer = (fields: Partial<ChatAnswer> = {}): ChatAnswer => ({
  id: 'telegram:1',
  platform: 'telegram',
  chat: '7',
  createdAt: 1000,
  done: false,
  state: { parts: ['a'] },
  ...fields,
});

it('what is owed is found after the file was opened again, oldest first, and no longer once it is done', async () => {
  const store = bench.open();
  const { chats } = store;
  await chats.keep(answer({ id: 'second', createdAt: 2000 }));
  await chats.keep(answer());
  await chats.keep(answer({ id: 'elsewhere', platform: 'slack' }));
  await chats.keep(answer({ id: 'old', createdAt: 10 }));
  await chats.keep(answer({ id: 'done', createdAt: 1500 }));
  await chats.keep(answer({ id: 'done', createdAt: 1500, done: true, state: {} }));
  await store.close();
  const again = bench.open().chats;
  const owed = await again.owed('telegram', 1000);
  expect(owed).toEqual([answer(), answer({ id: 'second', createdAt: 2000 })]);
  expect(await again.get('done')).toEqual(
    answer({ id: 'done', createdAt: 1500, done: true, state: {} }),
  );
  expect(await again.get('none')).toBeUndefined();
});

it('what is owed to a chat goes with it to its new id', async () => {
  const { chats } = bench.open();
  await chats.keep(answer());
  await chats.move('telegram', '7', '-100');
  expect((await chats.owed('telegram', 0)).map(({ chat }) => chat)).toEqual(['-100']);
});

it('answers are forgotten after two days', async () => {
  const { chats } = bench.open();
  await chats.keep(answer());
  await chats.keep(answer({ id: 'new', createdAt: 1001 + 2 * 86_400_000 }));
  expect(await chats.get('telegram:1')).toBeUndefined();
});

it('an event is new once in 24 hours, on its platform', async () => {
  const { chats } = bench.open();
  expect(await chats.isNew('telegram', '1', 1000)).toBe(true);
  expect(await chats.isNew('telegram', '1', 86_401_000)).toBe(false);
  expect(await chats.isNew('slack', '1', 1000)).toBe(true);
  expect(await chats.isNew('telegram', '1', 86_401_001)).toBe(true);
});
