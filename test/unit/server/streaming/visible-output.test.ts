import { describe, expect, it } from 'vitest';
import { createVisibleOutput } from '../../../../src/main/server/streaming/visible-output.ts';
import type { RunEventPayload } from '../../../../src/shared/run-events.ts';
import type { Settings } from '../../../../src/shared/settings.ts';

type Activity = Settings['streaming']['toolActivity'];

const toolStarted = (name: string, summary: string): RunEventPayload => ({
  type: 'tool.started',
  callId: 'call_1',
  name,
  arguments: '{}',
  summary,
});

/** Two model calls with two tool calls between them. */
const events: RunEventPayload[] = [
  { type: 'run.started', runId: 'run_1', model: 'm' },
  { type: 'model.started', call: 1 },
  { type: 'reasoning.delta', text: 'Let me ' },
  { type: 'reasoning.delta', text: 'see.' },
  { type: 'text.delta', text: 'I will ' },
  { type: 'text.delta', text: 'look.' },
  { type: 'model.finished', call: 1, ms: 5, finishReason: 'tool_calls', usage: null },
  toolStarted('terminal', 'ls -la'),
  toolStarted('read_file', 'notes.txt'),
  { type: 'tool.finished', callId: 'call_1', name: 'terminal', output: 'x', error: false, ms: 1 },
  { type: 'model.started', call: 2 },
  { type: 'reasoning.delta', text: 'Good.' },
  { type: 'text.delta', text: '' },
  { type: 'text.delta', text: 'Two files.' },
];

function shown(
  list: RunEventPayload[],
  activity: Activity,
): { content: string; reasoning: string } {
  const show = createVisibleOutput(activity);
  const all = { content: '', reasoning: '' };
  for (const payload of list) {
    const piece = show({ ...payload, at: 0 });
    if (piece) all[piece.channel] += piece.text;
  }
  return all;
}

describe('what a chat client shows of a run', () => {
  it('joins the text of several model calls by a blank line', () => {
    expect(shown(events, 'off').content).toBe('I will look.\n\nTwo files.');
  });

  it('puts tool lines between the reasoning of the model calls', () => {
    expect(shown(events, 'reasoning')).toEqual({
      content: 'I will look.\n\nTwo files.',
      reasoning: 'Let me see.\n\n▸ terminal: ls -la\n▸ read_file: notes.txt\n\nGood.',
    });
  });

  it('leaves tool lines out, and the reasoning in, when tool activity is off', () => {
    expect(shown(events, 'off').reasoning).toBe('Let me see.\n\nGood.');
  });

  it('puts tool lines into the text, as a paragraph of their own, when the person chose so', () => {
    expect(shown(events, 'content')).toEqual({
      content: 'I will look.\n\n▸ terminal: ls -la\n▸ read_file: notes.txt\n\nTwo files.',
      reasoning: 'Let me see.\n\nGood.',
    });
  });

  it('names a tool whose call has no summary', () => {
    expect(shown([toolStarted('todo', '')], 'reasoning').reasoning).toBe('▸ todo');
  });

  it('says that a call waits for approval, where tool activity is shown', () => {
    const asked: RunEventPayload = {
      type: 'approval.requested',
      approvalId: 'a',
      callId: 'c',
      tool: 'terminal',
      action: 'sudo ls',
      folder: '/home/ada/Hermes',
      reasons: [],
    };
    const list = [toolStarted('terminal', 'sudo ls'), asked];
    expect(shown(list, 'reasoning').reasoning).toBe(
      '▸ terminal: sudo ls\n▸ waiting for approval in Hermes Tray',
    );
    expect(shown(list, 'off')).toEqual({ content: '', reasoning: '' });
  });
});
