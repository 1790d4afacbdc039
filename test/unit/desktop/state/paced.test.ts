import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from '../../../../src/main/desktop/state/paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first request is served at once, the last is never lost, and none comes too soon', () => {
  const served: number[] = [];
  const pace = paced(100, () => served.push(Date.now()));
  const begin = Date.now();
  for (let i = 0; i < 1000; i += 1) {
    pace.request();
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  expect(served[0]).toBe(begin);
  expect(served).toHaveLength(11);
  expect(served.slice(1).every((at, i) => at - served[i]! >= 100)).toBe(true);
});

test('after its end nothing is served', () => {
  let served = 0;
  const pace = paced(100, () => (served += 1));
  pace.request();
  pace.request();
  pace.end();
  vi.advanceTimersByTime(1000);
  expect(served).toBe(1);
});
