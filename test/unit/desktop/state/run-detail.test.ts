import { expect, test } from 'vitest';
import { joinDeltas, runDetail } from '../../../../src/main/desktop/state/run-detail.ts';
import type { Run } from '../../../../src/main/runs/run.ts';
import type { RunEvent } from '../../../../src/shared/run-events.ts';
import { RunLog } from '../../../../src/main/runs/run-log.ts';
import { activeRun } from '../desktop-state.ts';

const text = (piece: string, at: number): RunEvent => ({ type: 'text.delta', text: piece, at });

function runWith(body: unknown): Run {
  const log = new RunLog(() => 7);
  log.append({ type: 'run.started', runId: 'run_1', model: 'demo' });
  log.append({ type: 'text.delta', text: 'Hel' });
  log.append({ type: 'text.delta', text: 'lo' });
  return {
    origin: {
      api: 'chat.completions',
      requestId: 'req_1',
      client: 'ChatBox',
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'user-agent': 'ChatBox' },
      body,
    },
    log,
  } as unknown as Run;
}

test('neighbouring deltas are joined, and keep the time of the first', () => {
  const events: RunEvent[] = [
    text('a', 1),
    text('b', 2),
    { type: 'reasoning.delta', text: 'x', at: 3 },
    { type: 'reasoning.delta', text: 'y', at: 4 },
    { type: 'model.started', call: 1, at: 5 },
    text('c', 6),
    text('d', 7),
    text('e', 8),
  ];
  expect(joinDeltas(events)).toEqual([
    text('ab', 1),
    { type: 'reasoning.delta', text: 'xy', at: 3 },
    { type: 'model.started', call: 1, at: 5 },
    text('cde', 6),
  ]);
  expect(joinDeltas([])).toEqual([]);
});

test('joining does not change the log itself', () => {
  const events = [text('a', 1), text('b', 2)];
  joinDeltas(events);
  expect(events).toEqual([text('a', 1), text('b', 2)]);
});

test('the inspector gets the request and knows where the log goes on', () => {
  const image = `data:image/png;base64,${'A'.repeat(10_000)}`;
  const detail = runDetail(runWith({ messages: [{ content: image }] }), activeRun());
  expect(detail.next).toBe(3);
  expect(detail.events.map((event) => event.type)).toEqual(['run.started', 'text.delta']);
  expect(detail.request.body).toContain('… (10022 characters)');
  expect(detail.request.body.length).toBeLessThan(300);
});
