import { expect, test } from 'vitest';
import { RunLog } from '../../../src/main/runs/run-log.ts';
import type { ToolFailure } from '../../../src/shared/run-events.ts';

const ended = (failure?: ToolFailure) =>
  ({
    type: 'tool.finished',
    callId: 'c',
    name: 'terminal',
    output: '',
    error: failure !== undefined,
    ...(failure ? { failure } : {}),
    ms: 1,
  }) as const;

test('calls that came to nothing are counted by how, those of an earlier attempt among them', () => {
  const first = new RunLog();
  first.append(ended('refused'));
  const second = new RunLog(Date.now, first.events);
  second.append(ended('timed_out'));
  second.append(ended());
  expect(second.tally.failures).toEqual({ refused: 1, timed_out: 1, failed: 0 });
});
