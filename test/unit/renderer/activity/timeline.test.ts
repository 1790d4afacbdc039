import { describe, expect, it } from 'vitest';
import {
  answerOf,
  emptyTimeline,
  extendTimeline,
  usageOf,
  type ToolEntry,
} from '../../../../src/renderer/pages/activity/timeline.ts';
import { noUsage, type RunEvent, type RunEventPayload } from '../../../../src/shared/run-events.ts';

const usage = { ...noUsage, inputTokens: 100, outputTokens: 20 };
const outcome = {
  status: 'completed',
  finishReason: 'stop',
  clientToolCalls: [],
  usage,
} as const;

const payloads: RunEventPayload[] = [
  { type: 'run.started', runId: 'run_1', model: 'demo' },
  { type: 'model.started', call: 1 },
  { type: 'reasoning.delta', text: 'Let me ' },
  { type: 'reasoning.delta', text: 'see.' },
  { type: 'model.finished', call: 1, ms: 120, finishReason: 'tool_calls', usage },
  {
    type: 'tool.started',
    callId: 'a',
    name: 'terminal',
    arguments: '{"command":"ls"}',
    summary: 'ls',
  },
  { type: 'tool.started', callId: 'b', name: 'read_file', arguments: '{}', summary: 'x' },
  {
    type: 'approval.requested',
    approvalId: 'approval_1',
    callId: 'a',
    tool: 'terminal',
    action: 'rm -r build',
    folder: '/home/ada/Hermes',
    reasons: ['deletes a folder'],
  },
  { type: 'tool.finished', callId: 'b', name: 'read_file', output: 'no file', error: true, ms: 3 },
  {
    type: 'approval.resolved',
    approvalId: 'approval_1',
    callId: 'a',
    answer: 'once',
    source: 'person',
  },
  { type: 'tool.finished', callId: 'a', name: 'terminal', output: 'done', error: false, ms: 40 },
  { type: 'model.started', call: 2 },
  { type: 'text.delta', text: 'It is ' },
  { type: 'text.delta', text: 'done.' },
  { type: 'model.finished', call: 2, ms: 80, finishReason: 'stop', usage },
  { type: 'run.completed', outcome: { ...outcome, clientToolCalls: [] } },
];
const events = payloads.map((payload, index) => ({ ...payload, at: 1000 + index }) as RunEvent);

describe('the timeline of a run', () => {
  it('has an entry for each model call, each tool call and the end, in order', () => {
    const { entries, model, startedAt } = extendTimeline(emptyTimeline, events);
    expect(entries.map((entry) => (entry.kind === 'tool' ? entry.name : entry.kind))).toEqual([
      'model',
      'terminal',
      'read_file',
      'model',
      'end',
    ]);
    expect(model).toBe('demo');
    expect(startedAt).toBe(1000);
    expect(entries[0]).toMatchObject({ reasoning: 'Let me see.', text: '', finished: { ms: 120 } });
    expect(entries[3]).toMatchObject({ text: 'It is done.', finished: { finishReason: 'stop' } });
    expect(entries[4]).toMatchObject({ type: 'run.completed' });
  });

  it('ties output and approval to their call, though calls run side by side', () => {
    const { entries } = extendTimeline(emptyTimeline, events);
    expect(entries[1]).toMatchObject({
      callId: 'a',
      finished: { output: 'done', error: false, ms: 40 },
      approval: {
        action: 'rm -r build',
        reasons: ['deletes a folder'],
        requestedAt: 1007,
        decision: { answer: 'once', source: 'person', at: 1009 },
      },
    });
    expect(entries[2]).toMatchObject({ callId: 'b', approval: null, finished: { error: true } });
  });

  it('is the same however the events are cut into batches', () => {
    const whole = extendTimeline(emptyTimeline, events);
    for (const length of [1, 2, 3, 5]) {
      let timeline = emptyTimeline;
      for (let at = 0; at < events.length; at += length) {
        timeline = extendTimeline(timeline, events.slice(at, at + length));
      }
      expect(timeline).toEqual(whole);
    }
  });

  it('leaves what did not change as the same object, so that it is not drawn again', () => {
    const before = extendTimeline(emptyTimeline, events.slice(0, 12));
    const after = extendTimeline(before, events.slice(12));
    expect(after.entries.slice(0, 3)).toEqual(before.entries.slice(0, 3));
    for (const index of [0, 1, 2]) expect(after.entries[index]).toBe(before.entries[index]);
    expect(after.entries[3]).not.toBe(before.entries[3]);
    expect(before.entries).toHaveLength(4);
  });

  it('shows a decision that nobody was asked for', () => {
    const denied: RunEvent[] = [
      { type: 'tool.started', callId: 'a', name: 'terminal', arguments: '', summary: '', at: 1 },
      {
        type: 'approval.resolved',
        approvalId: '',
        callId: 'a',
        answer: 'deny',
        source: 'hardline',
        at: 2,
      },
    ];
    const [entry] = extendTimeline(emptyTimeline, denied).entries as [ToolEntry];
    expect(entry.approval).toMatchObject({ reasons: [], decision: { source: 'hardline' } });
  });

  it('survives events of calls it has not seen', () => {
    const stray: RunEvent[] = [
      { type: 'text.delta', text: 'x', at: 1 },
      { type: 'tool.finished', callId: 'z', name: 'n', output: '', error: false, ms: 1, at: 2 },
    ];
    expect(extendTimeline(emptyTimeline, stray).entries).toEqual([]);
  });
});

describe('what is made of a timeline', () => {
  const timeline = extendTimeline(emptyTimeline, events);

  it('the answer is the text of all calls, without that of summaries', () => {
    expect(answerOf(timeline)).toBe('It is done.');
    const summary: RunEvent[] = [
      { type: 'model.started', call: 0, at: 1 },
      { type: 'text.delta', text: 'older turns', at: 2 },
    ];
    expect(answerOf(extendTimeline(emptyTimeline, [...summary, ...events]))).toBe('It is done.');
  });

  it('the tokens are the sum of what was counted', () => {
    expect(usageOf(timeline)).toMatchObject({ inputTokens: 200, outputTokens: 40 });
    expect(usageOf(emptyTimeline)).toBeNull();
  });
});
