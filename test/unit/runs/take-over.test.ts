import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../src/main/model/model.ts';
import { takeOver } from '../../../src/main/runs/take-over.ts';
import type { RunEvent, RunEventPayload, Usage } from '../../../src/shared/run-events.ts';

const usage: Usage = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 };
const log = (...events: RunEventPayload[]): RunEvent[] =>
  events.map((event, at) => ({ ...event, at }));

const started: RunEventPayload = { type: 'run.started', runId: 'run_1', model: 'm' };
const asks = (call: number): RunEventPayload => ({ type: 'model.started', call });
const says = (text: string): RunEventPayload => ({ type: 'text.delta', text });
const asked = (call: number): RunEventPayload => ({
  type: 'model.finished',
  call,
  ms: 1,
  finishReason: 'tool_calls',
  usage,
});
const begins = (callId: string): RunEventPayload => ({
  type: 'tool.started',
  callId,
  name: 'terminal',
  arguments: '{}',
  summary: '',
});
const ends = (callId: string, output = 'out'): RunEventPayload => ({
  type: 'tool.finished',
  callId,
  name: 'terminal',
  output,
  error: false,
  ms: 1,
});
const waits = (callId: string): RunEventPayload => ({
  type: 'approval.requested',
  approvalId: 'a',
  callId,
  tool: 'terminal',
  action: 'rm',
  folder: '',
  reasons: [],
});
const decided = (callId: string, source: 'person' | 'run_ended'): RunEventPayload => ({
  type: 'approval.resolved',
  approvalId: 'a',
  callId,
  answer: source === 'person' ? 'once' : 'deny',
  source,
});
const left: RunEventPayload = {
  type: 'run.cancelled',
  reason: 'client_disconnected',
  usage,
  afterTools: true,
};

const calling = (...ids: string[]): ChatMessage => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => ({
    id,
    type: 'function',
    function: { name: 'terminal', arguments: '{}' },
  })),
});
const output = (id: string): ChatMessage => ({ role: 'tool', tool_call_id: id, content: 'out' });
const typesOf = (events: readonly RunEvent[]): string[] => events.map(({ type }) => type);

describe('what a run that broke off goes on from', () => {
  it('is all but the model call that failed, with what it had said', () => {
    const before = log(started, asks(1), says('Looking'), asked(1), begins('1'), ends('1'));
    const broken = log(asks(0), asked(0), asks(2), says('Half'), left);
    const messages = [calling('1'), output('1')];
    const { events, resumption } = takeOver([...before, ...broken], messages);
    expect(events).toEqual(before);
    expect(resumption).toEqual({
      messages,
      calls: 1,
      outputs: new Map(),
      // What the failed attempt took was taken.
      usage: { ...usage, inputTokens: 20, outputTokens: 4 },
    });
  });

  it('is asked anew for an answer that was there, and could not be stored', () => {
    const before = log(started, asks(1), asked(1), begins('1'), ends('1'));
    const rest = log(asks(2), says('The end'), asked(2), left);
    const messages = [calling('1'), output('1')];
    const { events, resumption } = takeOver(
      [...before, ...rest],
      [...messages, { role: 'assistant', content: 'The end' }],
    );
    expect(events).toEqual(before);
    expect(resumption.messages).toEqual(messages);
  });

  it('runs no call again that had begun, and those that had not', () => {
    const events = log(
      started,
      asks(1),
      asked(1),
      begins('done'),
      begins('cut'),
      begins('waits'),
      begins('allowed'),
      waits('waits'),
      waits('allowed'),
      decided('allowed', 'person'),
      ends('done', 'found'),
      decided('waits', 'run_ended'),
      ends('waits', 'Refused'),
      left,
    );
    const messages = [calling('done', 'cut', 'waits', 'allowed', 'queued')];
    const { events: kept, resumption } = takeOver(events, messages);
    expect([...resumption.outputs.keys()]).toEqual(['done', 'cut', 'allowed']);
    expect(resumption.outputs.get('done')).toBe('found');
    expect(resumption.outputs.get('cut')).toMatch(/^Interrupted: /);
    expect(resumption).toMatchObject({ messages, calls: 1 });
    // What will happen again is not told twice, and what was cut off has an end.
    expect(kept.some((event) => 'callId' in event && event.callId === 'waits')).toBe(false);
    expect(typesOf(kept).filter((type) => type === 'tool.started')).toHaveLength(3);
    expect(typesOf(kept).filter((type) => type === 'tool.finished')).toHaveLength(3);
    expect(typesOf(kept)).not.toContain('run.cancelled');
  });

  it('tells apart calls of the same id in two rounds', () => {
    const events = log(
      started,
      asks(1),
      asked(1),
      begins('call_1'),
      ends('call_1', 'first'),
      asks(2),
      asked(2),
      left,
    );
    const messages = [calling('call_1'), output('call_1'), calling('call_1')];
    const { resumption } = takeOver(events, messages);
    expect(resumption.outputs).toEqual(new Map());
    expect(resumption.calls).toBe(2);
  });
});
