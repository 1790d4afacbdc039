import { describe, expect, it } from 'vitest';
import { RunLog } from '../../../src/main/runs/run-log.ts';
import { noUsage } from '../../../src/shared/run-events.ts';

const end = { type: 'run.cancelled', reason: 'cancelled_by_user', usage: noUsage } as const;

function textOf(log: RunLog, from: number): string[] {
  const seen: string[] = [];
  log.subscribe(from, (event) => seen.push(event.type === 'text.delta' ? event.text : event.type));
  return seen;
}

describe('run log', () => {
  it('hands a late subscriber what is already there, then what follows, each once and in order', () => {
    const log = new RunLog();
    log.append({ type: 'text.delta', text: 'a' });
    const all = textOf(log, 0);
    const rest = textOf(log, 1);
    log.append({ type: 'text.delta', text: 'b' });
    log.append(end);
    expect(all).toEqual(['a', 'b', 'run.cancelled']);
    expect(rest).toEqual(['b', 'run.cancelled']);
    expect(textOf(log, 2)).toEqual(['run.cancelled']);
  });

  it('tells positions that a client can resume from', () => {
    const log = new RunLog();
    const positions: number[] = [];
    log.append({ type: 'text.delta', text: 'a' });
    log.subscribe(0, (_, position) => positions.push(position));
    log.append({ type: 'text.delta', text: 'b' });
    expect(positions).toEqual([0, 1]);
  });

  it('lets a subscriber wait for a position that is still to come', () => {
    const log = new RunLog();
    const seen = textOf(log, 2);
    for (const text of ['a', 'b', 'c', 'd']) log.append({ type: 'text.delta', text });
    expect(seen).toEqual(['c', 'd']);
  });

  it('logs nothing after the final event', () => {
    const log = new RunLog();
    log.append(end);
    log.append({ type: 'text.delta', text: 'late' });
    expect(log.events).toHaveLength(1);
    expect(log.closed).toBe(true);
  });

  it('does not lose or double an event that is appended while another is replayed', () => {
    const log = new RunLog();
    log.append({ type: 'text.delta', text: 'a' });
    const seen: string[] = [];
    log.subscribe(0, (event) => {
      if (event.type !== 'text.delta') return;
      seen.push(event.text);
      if (event.text === 'a') log.append({ type: 'text.delta', text: 'b' });
    });
    log.append({ type: 'text.delta', text: 'c' });
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('stops telling a subscriber that left', () => {
    const log = new RunLog();
    const seen: string[] = [];
    const leave = log.subscribe(0, (event) => seen.push(event.type));
    log.append({ type: 'text.delta', text: 'a' });
    leave();
    log.append({ type: 'text.delta', text: 'b' });
    expect(seen).toHaveLength(1);
  });

  it('stamps each event with the time it was logged', () => {
    let now = 1000;
    const log = new RunLog(() => now);
    log.append({ type: 'text.delta', text: 'a' });
    now = 2000;
    log.append(end);
    expect(log.events.map((event) => event.at)).toEqual([1000, 2000]);
  });
});
