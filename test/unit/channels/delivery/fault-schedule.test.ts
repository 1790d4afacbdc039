import { expect, it } from 'vitest';
import type { DeliveryResult, Outcome } from '../../../../src/main/channels/channel.ts';
import { createWriting } from '../../../../src/main/channels/delivery/writing.ts';
import { dialectOf } from '../../../../src/main/channels/text/dialects.ts';
import { randomMarkdown, seededRandom } from '../../../support/random-markdown.ts';
import { completed, useBench, type Answer } from './delivery-bench.ts';

const bench = useBench();
/** Another one at each attempt, unless one is given. */
const newSeed = (): number => Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
const announced = /the next message may be a duplicate/;
const mark = /^\\\(may be a duplicate\\\)\n\n/;

/** An answer on its way, as its gateway knows it. */
interface Asked {
  id: string;
  chat: string;
  pieces: string[];
  said: number;
  answer: Answer;
  result?: DeliveryResult;
}

it('under 500 faults every answer is given once, or as perhaps a duplicate, with no cursor left', async () => {
  const seed = newSeed();
  process.stdout.write(`fault schedule: SEED=${seed}\n`);
  const random = seededRandom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const writing = createWriting(dialectOf('telegram'), bench.platform.limits);
  let faults = 0;
  let kills = 0;
  const asked: Asked[] = [];
  const outcomes: (() => { outcome: Outcome; done: boolean })[] = [
    () => ({
      outcome: { kind: 'refused', retryAfterMs: 1000 * (1 + below(8)), scope: 'chat' },
      done: false,
    }),
    () => ({ outcome: { kind: 'unanswered', error: 'timed out' }, done: true }),
    () => ({ outcome: { kind: 'unanswered', error: 'cut' }, done: false }),
    () => ({ outcome: { kind: 'unconnected', error: 'ECONNREFUSED' }, done: false }),
  ];
  bench.storeMs = () => below(30);
  bench.platform.fault = () => {
    const ms = below(200);
    if (faults >= 500 || random() > 0.3) return { ms };
    faults += 1;
    return { ...outcomes[below(outcomes.length)]!(), ms };
  };

  const ask = (id: string, chat: string, pieces: string[]): Asked => {
    const one: Asked = { id, chat, pieces, said: 0, answer: bench.begin(id, { chat }) };
    const { answer } = one;
    void answer.result.then((result) => {
      if (one.answer === answer) one.result = result;
    });
    return one;
  };

  for (let turn = 0; faults < 500 || asked.some(({ said, pieces }) => said <= pieces.length);) {
    if (faults < 500 && random() < 0.2) {
      turn += 1;
      const { markdown } = randomMarkdown(random, below(10) === 0 ? 6000 : below(700));
      const pieces = `answer ${turn} begins\n\n${markdown}`.match(/[^]{1,40}/gu)!;
      asked.push(ask(`a${turn}`, String(1 + below(12)), pieces));
    }
    for (const one of asked) {
      if (one.said > one.pieces.length || random() < 0.3) continue;
      if (one.said === one.pieces.length) one.answer.log.append(completed());
      else one.answer.say(one.pieces[one.said]!);
      one.said += 1;
    }
    await bench.advance(below(600));
    if (random() > 0.02 || faults >= 500) continue;
    kills += 1;
    faults += 1;
    bench.restart();
    // What was not told to be delivered or owed is processed again, as its gateway would.
    for (const [index, one] of asked.entries()) {
      if (!one.result) asked[index] = ask(one.id, one.chat, one.pieces);
    }
    await bench.advance(40);
    const resumed = bench.delivery.resume('telegram');
    await bench.advance(40);
    await resumed;
  }
  await bench.advance(2 * 3_600_000);

  for (const { id, chat, pieces, result } of asked) {
    expect(result, id).toBeDefined();
    const screen = bench.platform.screen(chat);
    for (const { markup } of writing.parts(pieces.join(''))) {
      const given = screen
        .map((text, index) => ({
          shown: text.replace(mark, ''),
          marked: mark.test(text) || isAnnounced(screen, index),
        }))
        .filter(({ shown }) => shown === markup);
      // Three sends in a row that nobody answered are the end of it, and a line of the log.
      const tries = bench.platform.calls.filter(
        (call) => call.text.endsWith(markup) && call.outcome === 'unanswered',
      );
      const lost = given.length === 0 && tries.length < 3;
      expect(lost, `${id} is lost:\n${markup}`).toBe(false);
      const unmarked = given.filter(({ marked }) => !marked);
      expect(unmarked.length, `${id} is there twice:\n${markup}`).toBeLessThanOrEqual(1);
    }
  }
  const texts = [...new Set(asked.map(({ chat }) => chat))].flatMap((chat) =>
    bench.platform.screen(chat),
  );
  expect(texts.filter((text) => text.includes('▌'))).toEqual([]);
  expect(faults).toBeGreaterThanOrEqual(500);
  expect(kills).toBeGreaterThan(0);
  expect(asked.length).toBeGreaterThan(20);
  process.stdout.write(`${asked.length} answers, ${faults} faults, ${kills} of them kill -9\n`);
}, 300_000);

/**
 * Whether it is said before a message that it may be a duplicate, since it was there last: other
 * answers to the chat may have come between the two.
 */
function isAnnounced(screen: readonly string[], index: number): boolean {
  const before = screen.slice(0, index);
  return before.slice(before.lastIndexOf(screen[index]!) + 1).some((text) => announced.test(text));
}
