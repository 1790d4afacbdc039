import fc from 'fast-check';
import type { ResponseHead } from '../../../../src/main/server/routes/responses/output/response-body.ts';
import { defaultSettings } from '../../../../src/main/server/routes/responses/request/request.ts';
import {
  noUsage,
  type RunEvent,
  type RunEventPayload,
  type RunOutcome,
} from '../../../../src/shared/run-events.ts';

/** A moment with a fraction of a second, so that rounding shows. */
export const at = 1_800_000_000_900;

/** The head of a response that nothing special was asked of. */
export function head(fields: Partial<ResponseHead> = {}): ResponseHead {
  return {
    ...defaultSettings,
    model: 'hermes-agent',
    id: 'resp_0123456789abcdef0123456789abcdef',
    created_at: 1_800_000_000,
    previous_response_id: null,
    instructions: null,
    tools: [],
    ...fields,
  };
}

/** A log that begins as every run does. */
export function log(...payloads: RunEventPayload[]): RunEvent[] {
  const started: RunEventPayload = { type: 'run.started', runId: 'run_1', model: 'm' };
  return [started, ...payloads].map((payload) => ({ ...payload, at }));
}

export const text = (...pieces: string[]): RunEventPayload[] =>
  pieces.map((piece) => ({ type: 'text.delta', text: piece }));
export const thought = (...pieces: string[]): RunEventPayload[] =>
  pieces.map((piece) => ({ type: 'reasoning.delta', text: piece }));

/** A model call with what it says. */
export function modelCall(call: number, ...said: RunEventPayload[]): RunEventPayload[] {
  return [
    { type: 'model.started', call },
    ...said,
    { type: 'model.finished', call, ms: 1, finishReason: 'stop', usage: null },
  ];
}

export const toolStarted = (callId: string, name = 'terminal'): RunEventPayload => ({
  type: 'tool.started',
  callId,
  name,
  arguments: '{"command":"ls"}',
  summary: 'ls',
});
export const toolFinished = (callId: string, output = 'done'): RunEventPayload => ({
  type: 'tool.finished',
  callId,
  name: 'terminal',
  output,
  error: false,
  ms: 1,
});

export function completed(fields: Partial<RunOutcome> = {}): RunEventPayload {
  const outcome: RunOutcome = {
    status: 'completed',
    finishReason: 'stop',
    clientToolCalls: [],
    usage: { inputTokens: 12, cachedInputTokens: 2, outputTokens: 5, reasoningTokens: 1 },
    ...fields,
  };
  return { type: 'run.completed', outcome };
}

export const failed: RunEventPayload = {
  type: 'run.failed',
  error: {
    message: 'The model service fell silent.',
    type: 'upstream_error',
    code: 'upstream_timeout',
    status: 504,
  },
  usage: noUsage,
};

/** Any log a run can have: some rounds of talk and tools, then any end, perhaps mid-way. */
export const anyLog: fc.Arbitrary<RunEvent[]> = fc
  .record({
    rounds: fc.array(
      fc.record({
        reasoning: fc.array(fc.string()),
        text: fc.array(fc.string()),
        tools: fc.array(fc.string(), { maxLength: 3 }),
      }),
      { maxLength: 4 },
    ),
    cut: fc.option(fc.nat(30), { nil: undefined }),
    ending: fc.constantFrom<RunEventPayload>(
      completed(),
      completed({ clientToolCalls: [{ id: 'call_c', name: 'mine', arguments: '{}' }] }),
      completed({ status: 'incomplete', incompleteReason: 'max_iterations' }),
      failed,
      { type: 'run.cancelled', reason: 'client_disconnected', usage: noUsage },
      { type: 'run.cancelled', reason: 'cancelled_by_user', usage: noUsage },
    ),
  })
  .map(({ rounds, cut, ending }) => {
    const events = rounds.flatMap((round, index) => [
      ...modelCall(index + 1, ...thought(...round.reasoning), ...text(...round.text)),
      ...round.tools.map((_, tool) => toolStarted(`call_${index}_${tool}`)),
      ...round.tools.map((output, tool) => toolFinished(`call_${index}_${tool}`, output)),
    ]);
    // Only what ended early can end anywhere.
    const wasStopped = ending.type !== 'run.completed';
    return log(...(wasStopped ? events.slice(0, cut) : events), ending);
  });
