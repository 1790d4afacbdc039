import { expect, test } from 'vitest';
import { approvalView, runView } from '../../../../src/main/desktop/state/run-view.ts';
import type { ApprovalRequest } from '../../../../src/main/agent/approvals/approvals.ts';
import { RunLog } from '../../../../src/main/runs/run-log.ts';
import type { Run } from '../../../../src/main/runs/run.ts';
import { noUsage, type RunEventPayload } from '../../../../src/shared/run-events.ts';

const usage = { ...noUsage, inputTokens: 100, outputTokens: 20 };

/** A run that began at 1000 and whose events came one second apart. */
function runWith(...events: RunEventPayload[]): Run {
  let clock = 1000;
  const log = new RunLog(() => (clock += 1000));
  for (const event of events) log.append(event);
  return {
    id: 'run_1',
    status: 'in_progress',
    title: 'Count the files',
    createdAt: 1000,
    origin: { client: 'ChatBox', api: 'chat.completions' },
    log,
  } as unknown as Run;
}

const started: RunEventPayload = { type: 'run.started', runId: 'run_1', model: 'demo' };
const called: RunEventPayload = {
  type: 'model.finished',
  call: 1,
  ms: 5,
  finishReason: 'tool_calls',
  usage,
};
const request = {
  id: 'approval_1',
  runId: 'run_1',
  client: 'ChatBox',
  tool: 'terminal',
  action: 'rm -rf build',
  folder: '/home/ada/Hermes',
  asked: 'Tidy up',
  risks: [
    {
      level: 'approval',
      rule: 'recursive-delete: rm -rf build',
      reason: 'deletes folders',
      at: { start: 0, end: 12 },
    },
  ],
  requestedAt: 1,
  expiresAt: 2,
} as unknown as ApprovalRequest;

test('a run that goes on has no end and no sum of tokens, though a model call was counted', () => {
  expect(runView(runWith(started, called), [])).toEqual({
    id: 'run_1',
    client: 'ChatBox',
    api: 'chat.completions',
    status: 'in_progress',
    title: 'Count the files',
    createdAt: 1000,
    finishedAt: null,
    usage: null,
    failures: { refused: 0, timed_out: 0, failed: 0 },
    waitsForApproval: false,
  });
});

test.each<[string, RunEventPayload]>([
  [
    'completed',
    {
      type: 'run.completed',
      outcome: { status: 'completed', finishReason: 'stop', clientToolCalls: [], usage },
    },
  ],
  ['cancelled', { type: 'run.cancelled', reason: 'cancelled_by_user', usage }],
])('a run that was %s has its end and its tokens', (_name, end) => {
  expect(runView(runWith(started, end), [])).toMatchObject({ finishedAt: 3000, usage });
});

test('tokens that nobody counted are not shown as none', () => {
  const end: RunEventPayload = {
    type: 'run.cancelled',
    reason: 'server_stopped',
    usage: noUsage,
  };
  expect(runView(runWith(started, end), []).usage).toBeNull();
});

test('tool calls that came to nothing are counted, by how', () => {
  const refused: RunEventPayload = {
    type: 'tool.finished',
    callId: 'c',
    name: 'terminal',
    output: '',
    error: true,
    failure: 'refused',
    ms: 1,
  };
  expect(runView(runWith(started, refused, refused), []).failures).toEqual({
    refused: 2,
    timed_out: 0,
    failed: 0,
  });
});

test('a run waits for approval while one of its own requests does', () => {
  const run = runWith(started);
  expect(runView(run, [request]).waitsForApproval).toBe(true);
  expect(runView(run, [{ ...request, runId: 'run_2' }]).waitsForApproval).toBe(false);
});

test('a request is shown with its full action and every reason', () => {
  expect(approvalView(request)).toEqual({
    id: 'approval_1',
    runId: 'run_1',
    client: 'ChatBox',
    tool: 'terminal',
    action: 'rm -rf build',
    dangerous: [{ start: 0, end: 12 }],
    folder: '/home/ada/Hermes',
    asked: 'Tidy up',
    reasons: ['deletes folders'],
    covers: ['recursive-delete: rm -rf build'],
    reach: 'wall',
    requestedAt: 1,
    expiresAt: 2,
  });
});

test.each([
  ['process', 'process-end: 1', 'wall'],
  ['terminal', 'outside: npm install -g x', 'outside'],
  ['write_file', 'write-outside: /etc/motd', 'named'],
  ['mcp_files_delete', 'mcp:files/delete', 'server'],
])('what holds a call of %s that asks for %s is told: %s', (tool, rule, reach) => {
  const risks = [{ level: 'approval' as const, reason: 'does', rule }];
  expect(approvalView({ ...request, tool, risks }).reach).toBe(reach);
});
