import { expect, it } from 'vitest';
import { finalResponse, textOf } from '../../support/responses-client.ts';
import { shouting, useResponsesBench } from './responses-bench.ts';

const bench = useResponsesBench();
const last = (): number => bench.upstream.requests.length;
const said = (n: number): unknown[] => bench.messagesOf(n).map(({ content }) => content);

it('continues by its name, in both forms, also after a restart', async () => {
  bench.upstream.replyWith(shouting);
  const one = await bench.client.create({ input: 'one', conversation: 'tea' });
  expect(one).toMatchObject({ conversation: { id: 'tea' }, previous_response_id: null });
  await bench.client.create({ input: 'two', conversation: { id: 'tea' } });
  await bench.restart();
  const three = await bench.client.create({ input: 'three', conversation: 'tea' });
  expect(said(last())).toEqual(['one', 'ONE', 'two', 'TWO', 'three']);
  expect(await bench.client.get(three.id)).toEqual(three);
  await bench.client.create({ input: 'other', conversation: 'coffee' });
  expect(said(last())).toEqual(['other']);
});

it('runs twenty requests at once one after the other, and loses none', async () => {
  bench.upstream.replyWith(shouting);
  const inputs = Array.from({ length: 20 }, (_, index) => `message ${index}`);
  const responses = await Promise.all(
    inputs.map((input, index) =>
      index % 2 === 0
        ? bench.client.create({ input, conversation: 'busy' })
        : bench.client.stream({ input, conversation: 'busy' }).then(finalResponse),
    ),
  );
  expect(responses.map(textOf)).toEqual(inputs.map((input) => input.toUpperCase()));
  await bench.client.create({ input: 'end', conversation: 'busy' });
  const history = said(last()) as string[];
  expect(history.pop()).toBe('end');
  const asked = history.filter((_, index) => index % 2 === 0);
  expect(asked.toSorted()).toEqual(inputs.toSorted());
  // Each question stands right before its own answer.
  expect(history.filter((_, index) => index % 2 === 1)).toEqual(
    asked.map((text) => text.toUpperCase()),
  );
});

it('goes on when a turn was stopped while it waited', async () => {
  bench.upstream.replyWith(shouting);
  const before = last();
  bench.upstream.reply({ text: ['a', 'b'], hang: 'mid-text' });
  const hanging = await bench.client.create({
    input: 'first',
    conversation: 'c',
    background: true,
  });
  await bench.upstream.waitForRequest(before + 1);
  const waiting = await bench.client.create({
    input: 'second',
    conversation: 'c',
    background: true,
  });
  const third = bench.client.create({ input: 'third', conversation: 'c' });
  await bench.client.request('POST', `/responses/${waiting.id}/cancel`, {});
  expect((await bench.client.get(waiting.id)).status).toBe('cancelled');
  await bench.client.request('POST', `/responses/${hanging.id}/cancel`, {});
  expect((await third).status).toBe('completed');
  // What was said before the stop is part of the conversation; what never began is not.
  expect(said(last())).toEqual(['first', 'ab', 'third']);
});

it('forgets a turn that came to nothing, so that it can simply be asked again', async () => {
  bench.upstream.replyWith(shouting);
  await bench.client.create({ input: 'one', conversation: 'retry' });
  bench.upstream.reply({ status: 400 });
  const failed = await bench.client.request('POST', '/responses', {
    input: 'two',
    conversation: 'retry',
  });
  expect(failed.ok).toBe(false);
  await bench.client.create({ input: 'two', conversation: 'retry' });
  expect(said(last())).toEqual(['one', 'ONE', 'two']);
});

it('ends with the turn before when its latest response is deleted', async () => {
  bench.upstream.replyWith(shouting);
  await bench.client.create({ input: 'one', conversation: 'undo' });
  const two = await bench.client.create({ input: 'two', conversation: 'undo' });
  await bench.client.request('DELETE', `/responses/${two.id}`);
  await bench.client.create({ input: 'three', conversation: 'undo' });
  expect(said(last())).toEqual(['one', 'ONE', 'three']);
});

it('cannot be combined with a response to continue', async () => {
  const refused = await bench.client.request('POST', '/responses', {
    input: 'x',
    conversation: 'tea',
    previous_response_id: 'resp_1',
  });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error: { message: "Cannot use both 'conversation' and 'previous_response_id'" },
  });
});
