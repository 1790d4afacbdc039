import { expect, test } from 'vitest';
import {
  askedWaitMs,
  retryWaitMs,
} from '../../../../../src/main/model/upstream/http/retry-policy.ts';

test('each wait is twice the one before, shortened by up to a half, and there are three', () => {
  const longest = [0, 1, 2, 3].map((retry) =>
    retryWaitMs(retry, undefined, { baseMs: 500, random: () => 0 }),
  );
  const shortest = [0, 1, 2].map((retry) =>
    retryWaitMs(retry, undefined, { baseMs: 500, random: () => 1 }),
  );
  expect(longest).toEqual([500, 1000, 2000, undefined]);
  expect(shortest).toEqual([250, 500, 1000]);
});

test('what the service asks for is honoured up to a minute', () => {
  expect(retryWaitMs(0, 60_000, { baseMs: 500 })).toBe(60_000);
  expect(retryWaitMs(0, 60_001, { baseMs: 500 })).toBeUndefined();
  expect(retryWaitMs(3, 1, { baseMs: 500 })).toBeUndefined();
});

test.each([
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' }, 20_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:01 GMT' }, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-3' }, undefined],
  [{}, undefined],
])('%j asks for %s ms', (headers, ms) => {
  expect(askedWaitMs(headers, 10_000)).toBe(ms);
});
