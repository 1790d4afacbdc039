import { expect, it } from 'vitest';
import { TurnOrder } from '../../../../src/main/server/routes/responses/turn-order.ts';

const never = new AbortController().signal;

it('lets the turns of a conversation begin one after the other, in order of arrival', async () => {
  const order = new TurnOrder();
  const began: string[] = [];
  const places = ['a', 'b', 'c'].map((name) => {
    const place = order.enter('tea');
    void place.wait(never).then(() => began.push(name));
    return place;
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await settled();
  expect(began).toEqual(['a']);
  // The one that waits last gives up: nobody notices.
  places[2]!.leave();
  await settled();
  expect(began).toEqual(['a']);
  places[0]!.leave();
  await settled();
  expect(began).toEqual(['a', 'b']);
});

it('does not let one conversation wait for another', async () => {
  const order = new TurnOrder();
  order.enter('tea');
  await order.enter('coffee').wait(never);
});

it('lets a turn go that does not want to wait any more, and keeps the order of the others', async () => {
  const order = new TurnOrder();
  const first = order.enter('tea');
  const second = order.enter('tea');
  const third = order.enter('tea');
  const stop = new AbortController();
  const waiting = second.wait(stop.signal);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  second.leave();
  let thirdBegan = false;
  const begun = third.wait(never).then(() => {
    thirdBegan = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(thirdBegan).toBe(false);
  first.leave();
  await begun;
});
