import { expect, it } from 'vitest';
import { createBudget, usualRates } from '../../../support/telegram/budget.ts';
import { BotApiError } from '../../../support/telegram/api-error.ts';
import { completed, useBench } from './delivery-bench.ts';

const bench = useBench();

it('50 chats stream at once within the budget of all and of each, and none lags by more than two edits', async () => {
  const budget = createBudget(
    () => usualRates,
    () => Date.now(),
  );
  bench.platform.fault = ({ chat, method }) => {
    const ms = 20 + (Number(chat) % 7) * 10;
    if (method === 'typing') return { ms };
    try {
      budget.spend(Number(chat), Number(chat) > 45);
      return { ms };
    } catch (error) {
      if (!(error instanceof BotApiError)) throw error;
      return { outcome: { kind: 'refused', retryAfterMs: 1000, scope: 'chat' }, ms };
    }
  };
  const answers = Array.from({ length: 50 }, (_, index) => {
    const chat = String(index + 1);
    return bench.begin(chat, { chat, kind: index < 45 ? 'direct' : 'group' });
  });
  await bench.advance(1);
  for (let at = 0; at < 60_000; at += 100) {
    for (const { say } of answers) say(`t${at} `);
    await bench.advance(100);
  }
  for (const { log } of answers) log.append(completed());
  await bench.advance(20_000);

  expect(bench.platform.calls.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  const lags: number[] = [];
  for (let chat = 1; chat <= 50; chat += 1) {
    expect(bench.platform.screen(String(chat))[0]).toMatch(/ t59900 ?(?:\\\(1\/2\\\))?$/);
    const interval = chat <= 45 ? 1500 : 3000;
    const times = bench.platform.calls
      .filter((call) => call.chat === String(chat) && call.method !== 'typing')
      .map(({ at }) => at);
    for (let index = 1; index < times.length - 1; index += 1) {
      lags.push((times[index]! - times[index - 1]!) / interval);
    }
  }
  lags.sort((a, b) => a - b);
  const p95 = lags[Math.floor(lags.length * 0.95)]!;
  process.stdout.write(`50 chats: ${lags.length} edits, p95 lag ${p95.toFixed(2)} edits\n`);
  expect(lags.length).toBeGreaterThan(1000);
  expect(p95).toBeLessThanOrEqual(2);
}, 120_000);
