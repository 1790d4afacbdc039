import { expect, it } from 'vitest';
import { packLog, unpackLog } from '../../../src/main/store/packed-log.ts';
import type { RunEvent } from '../../../src/shared/run-events.ts';

const delta = (type: 'text.delta' | 'reasoning.delta', text: string, at = 5): RunEvent => ({
  type,
  text,
  at,
});

it('gives back every piece, in order', () => {
  const events: RunEvent[] = [
    { type: 'run.started', runId: 'run_1', model: 'm', at: 1 },
    delta('reasoning.delta', 'hm'),
    delta('text.delta', 'a'),
    delta('text.delta', ''),
    delta('text.delta', '👋 b'),
    { type: 'tool.started', callId: 'c', name: 'n', arguments: '{}', summary: '', at: 6 },
    delta('text.delta', 'c'),
  ];
  expect(unpackLog(packLog(events))).toEqual(events);
});

it('keeps many pieces in little more room than their text', () => {
  const events = Array.from({ length: 1000 }, () => delta('text.delta', 'token '));
  expect(JSON.stringify(packLog(events)).length).toBeLessThan(1.5 * 6000);
});
