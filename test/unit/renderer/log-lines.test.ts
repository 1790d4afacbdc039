import { expect, test, vi } from 'vitest';
import { LogLines, plainLine } from '../../../src/renderer/pages/logs/log-lines.ts';
import type { LogLineView } from '../../../src/shared/desktop-state.ts';

const line = (id: number, part: Partial<LogLineView> = {}): LogLineView => ({
  id,
  at: 0,
  level: 'info',
  source: 'server',
  text: `line ${id}`,
  ...part,
});
const lines = (from: number, to: number): LogLineView[] =>
  Array.from({ length: to - from + 1 }, (_, i) => line(from + i));

test('lines that are there already are not added again', () => {
  const log = new LogLines();
  log.add(lines(1, 3));
  log.add(lines(2, 5));
  expect(log.shown.map((each) => each.id)).toEqual([1, 2, 3, 4, 5]);
});

test('a level shows itself and all above it; a text is found in any case, also in the source', () => {
  const log = new LogLines();
  log.add([
    line(1, { level: 'debug' }),
    line(2, { level: 'warn', text: 'Disk FULL' }),
    line(3, { level: 'error', source: 'store' }),
  ]);
  log.filter({ level: 'warn', text: '' });
  expect(log.shown.map((each) => each.id)).toEqual([2, 3]);
  log.filter({ level: 'trace', text: 'full' });
  expect(log.shown.map((each) => each.id)).toEqual([2]);
  log.filter({ level: 'trace', text: 'STORE' });
  expect(log.shown.map((each) => each.id)).toEqual([3]);
  expect(log.total).toBe(3);
});

test('new lines pass the same filter', () => {
  const log = new LogLines();
  log.filter({ level: 'error', text: '' });
  log.add([line(1), line(2, { level: 'error' })]);
  expect(log.shown.map((each) => each.id)).toEqual([2]);
});

test('the oldest lines make room, in what is shown too', () => {
  const log = new LogLines(1000);
  log.filter({ level: 'trace', text: '0' });
  for (let from = 1; from <= 20_000; from += 100) log.add(lines(from, from + 99));
  expect(log.total).toBeLessThanOrEqual(6000);
  expect(log.total).toBeGreaterThanOrEqual(1000);
  expect(log.shown[0]!.id).toBeGreaterThan(20_000 - log.total);
  expect(log.shown.at(-1)!.id).toBe(20_000);
});

test('after clearing, only later lines come', () => {
  const log = new LogLines();
  log.add(lines(1, 10));
  log.clear();
  expect([log.total, log.shown.length]).toEqual([0, 0]);
  log.add(lines(11, 12));
  expect(log.total).toBe(2);
});

test('a saved line has time, level, source and text', () => {
  const text = plainLine(line(1, { level: 'warn', at: 1_795_183_509_120 }));
  expect(text).toMatch(/^\S+ WARN  server: line 1$/);
});

test.each([
  ['UTC', '2026-11-20T13:25:09.120+00:00'],
  ['Asia/Kolkata', '2026-11-20T18:55:09.120+05:30'],
  ['America/St_Johns', '2026-11-20T09:55:09.120-03:30'],
])('its time is that of %s, with the offset', (zone, time) => {
  vi.stubEnv('TZ', zone);
  expect(plainLine(line(1, { at: 1_795_181_109_120 }))).toBe(`${time} INFO  server: line 1`);
  vi.unstubAllEnvs();
});
