import { describe, expect, it } from 'vitest';
import {
  createVisibleOutput,
  type OutputPiece,
  type VisibleOutputOptions,
} from '../../../../src/main/server/streaming/visible-output.ts';
import type { RunEventPayload, ToolFailure } from '../../../../src/shared/run-events.ts';

type Activity = VisibleOutputOptions['toolActivity'];

const started = (name: string, summary: string, callId = 'call_1'): RunEventPayload => ({
  type: 'tool.started',
  callId,
  name,
  arguments: '{}',
  summary,
});
const finished = (
  name: string,
  more: { callId?: string; failure?: ToolFailure; exitCode?: number; ms?: number } = {},
): RunEventPayload => ({
  type: 'tool.finished',
  callId: 'call_1',
  name,
  output: 'x',
  error: more.failure !== undefined,
  ms: 400,
  ...more,
});
const asked: RunEventPayload = {
  type: 'approval.requested',
  approvalId: 'a',
  callId: 'call_1',
  tool: 'terminal',
  action: 'sudo ls',
  folder: '/tmp',
  reasons: [],
};
const answered = (answer: 'once' | 'deny'): RunEventPayload => ({
  type: 'approval.resolved',
  approvalId: 'a',
  callId: 'call_1',
  answer,
  source: 'person',
});
const text = (said: string): RunEventPayload => ({ type: 'text.delta', text: said });

/** Two model calls with two tool calls between them. */
const events: RunEventPayload[] = [
  { type: 'run.started', runId: 'run_1', model: 'm' },
  { type: 'model.started', call: 1 },
  { type: 'reasoning.delta', text: 'Let me ' },
  { type: 'reasoning.delta', text: 'see.' },
  text('I will '),
  text('look.'),
  { type: 'model.finished', call: 1, ms: 5, finishReason: 'tool_calls', usage: null },
  started('terminal', 'ls -la'),
  finished('terminal'),
  started('read_file', 'notes.txt', 'call_2'),
  finished('read_file', { callId: 'call_2', ms: 12_345 }),
  { type: 'model.started', call: 2 },
  { type: 'reasoning.delta', text: 'Good.' },
  text(''),
  text('Two files.'),
];

function shown(
  list: RunEventPayload[],
  toolActivity: Activity,
  reasoning: VisibleOutputOptions['reasoning'] = 'any-time',
): { content: string; reasoning: string } {
  const { show } = createVisibleOutput({ toolActivity, reasoning });
  const all = { content: '', reasoning: '' };
  for (const payload of list) {
    const piece = show({ ...payload, at: 0 });
    if (piece) all[piece.channel] += piece.text;
  }
  return all;
}
const lines = (...list: RunEventPayload[]): string[] =>
  shown(list, 'reasoning').reasoning.split('\n');

describe('what a chat client shows of a run', () => {
  it('joins the text of several model calls by a blank line', () => {
    expect(shown(events, 'off').content).toBe('I will look.\n\nTwo files.');
  });

  it('puts tool lines between the reasoning of the model calls', () => {
    expect(shown(events, 'reasoning')).toEqual({
      content: 'I will look.\n\nTwo files.',
      reasoning:
        'Let me see.\n\n▸ terminal: `ls -la` ✓ 0.4 s\n▸ read_file: `notes.txt` ✓ 12 s\n\nGood.',
    });
  });

  it('leaves tool lines out, and the reasoning in, when tool activity is off', () => {
    expect(shown(events, 'off').reasoning).toBe('Let me see.\n\nGood.');
  });

  it('puts tool lines into the text, as a paragraph of their own, when the person chose so', () => {
    expect(shown(events, 'content')).toEqual({
      content:
        'I will look.\n\n▸ terminal: `ls -la` ✓ 0.4 s\n▸ read_file: `notes.txt` ✓ 12 s\n\nTwo files.',
      reasoning: 'Let me see.\n\nGood.',
    });
  });

  it('names a tool whose call has no summary', () => {
    expect(lines(started('todo', ''))).toEqual(['▸ todo']);
  });

  it('stops reasoning at the first text for a client that would never end it', () => {
    expect(shown(events, 'reasoning', 'before-text')).toEqual({
      content: 'I will look.\n\nTwo files.',
      reasoning: 'Let me see.',
    });
  });
});

describe('how a call ended', () => {
  const run = started('terminal', 'npm test');

  it.each<[string, RunEventPayload[], string]>([
    ['well', [finished('terminal', { ms: 75_000 })], '✓ 1 min 15 s'],
    ['with exit code 0', [finished('terminal', { exitCode: 0 })], '✓ 0.4 s'],
    ['with another exit code', [finished('terminal', { exitCode: 1 })], '✗ exit 1'],
    ['failed', [finished('terminal', { failure: 'failed' })], '✗ failed'],
    ['for it took too long', [finished('terminal', { failure: 'timed_out' })], '✗ timed out'],
    ['refused', [answered('deny'), finished('terminal', { failure: 'refused' })], '✗ refused'],
    ['allowed, by a rule', [answered('once'), finished('terminal')], '✓ 0.4 s'],
  ])('%s, stands on its line', (_how, rest, outcome) => {
    expect(lines(run, ...rest)).toEqual([`▸ terminal: \`npm test\` ${outcome}`]);
  });

  it('and that it waits for a person, where tool activity is shown', () => {
    const list = [run, asked];
    expect(lines(...list)).toEqual(['▸ terminal: `npm test` … waits for approval in Hermes Tray']);
    expect(lines(...list, answered('deny'), finished('terminal', { failure: 'refused' }))).toEqual([
      '▸ terminal: `npm test` … waits for approval in Hermes Tray ✗ refused',
    ]);
    expect(shown(list, 'off')).toEqual({ content: '', reasoning: '' });
  });

  it('stands on a line of its own where another came in between', () => {
    const both = [run, started('read_file', 'a.txt', 'call_2')];
    expect(lines(...both, finished('terminal', { exitCode: 2 }), text('Hm'))).toEqual([
      '▸ terminal: `npm test`',
      '▸ read_file: `a.txt`',
      '▸ terminal: `npm test` ✗ exit 2',
    ]);
  });
});

describe('a moment of silence', () => {
  /** Shows the events, then looks for a beat at each of these seconds after the last call began. */
  function beats(
    list: RunEventPayload[],
    options: Partial<VisibleOutputOptions> = {},
    at: number[] = [2],
  ): (OutputPiece | undefined)[] {
    const output = createVisibleOutput({
      toolActivity: 'reasoning',
      reasoning: 'any-time',
      ...options,
    });
    for (const payload of list) output.show({ ...payload, at: 0 });
    return at.map((second) => output.beat(second * 1000));
  }
  const space = { channel: 'reasoning', text: ' ' };
  const thinking: RunEventPayload = { type: 'reasoning.delta', text: 'Hm' };
  const running = started('terminal', 'npm test');

  it('is told by a space of reasoning, once a tool line or reasoning was shown', () => {
    expect(beats([])).toEqual([undefined]);
    expect(beats([text('Hi')])).toEqual([undefined]);
    expect(beats([thinking])).toEqual([space]);
    expect(beats([running], {}, [2, 4, 90])).toEqual([space, space, space]);
  });

  it('is not told with tool activity off', () => {
    expect(beats([thinking, running], { toolActivity: 'off' })).toEqual([undefined]);
  });

  it('never adds to the text', () => {
    expect(beats([text('a'), running], { toolActivity: 'content' })).toEqual([space]);
  });

  it('is not told after text to a client that would never end the reasoning', () => {
    const once = { reasoning: 'before-text' } as const;
    expect(beats([thinking], once)).toEqual([space]);
    expect(beats([thinking, text('a'), running], once)).toEqual([undefined]);
  });

  it('names the tool that is waited for once text has come, more and more seldom', () => {
    const named = (time: string): OutputPiece => ({
      channel: 'reasoning',
      text: `\n▸ terminal: \`npm test\` … ${time}`,
    });
    expect(beats([text('a'), running], {}, [2, 4, 10, 12, 30, 60, 62, 120])).toEqual([
      named('2.0 s'),
      space,
      named('10 s'),
      space,
      named('30 s'),
      named('1 min 0 s'),
      space,
      named('2 min 0 s'),
    ]);
    expect(beats([text('a'), running, finished('terminal')], {}, [4])).toEqual([space]);
  });
});
