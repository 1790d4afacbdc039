import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createProgress,
  type ProgressOptions,
} from '../../../../src/main/server/routes/responses/output/progress.ts';
import {
  doneFrame,
  frameOf,
} from '../../../../src/main/server/routes/responses/output/stream-events.ts';
import { packLog, unpackLog } from '../../../../src/main/store/packed-log.ts';
import type { RunEvent } from '../../../../src/shared/run-events.ts';
import type { ResponseObject, StreamEvent } from '../../../support/open-responses-schema.ts';
import { responseObject } from '../../../support/open-responses-schema.ts';
import { finalResponse, readEvents } from '../../../support/responses-client.ts';
import {
  anyLog,
  at,
  completed,
  failed,
  head,
  log,
  modelCall,
  text,
  thought,
  toolFinished,
  toolStarted,
} from './run-logs.ts';

type Options = Partial<ProgressOptions>;

/** The stream of a log, checked against the specification. */
function streamOf(events: RunEvent[], options: Options = {}): StreamEvent[] {
  const progress = createProgress({
    head: head(),
    piecewise: true,
    serverCalls: 'functions',
    callOutput: 'string',
    ...options,
  });
  const told = [progress.opening(), ...events.map((event) => progress.apply(event))].flat();
  return readEvents(told.map(frameOf).join('') + doneFrame);
}

function responseOf(events: RunEvent[], options: Options = {}): ResponseObject {
  return finalResponse(streamOf(events, options));
}

const types = (events: StreamEvent[]): string[] =>
  events.map(({ type }) => type.replace('response.', ''));

describe('the stream of a response', () => {
  it('tells of a text from its first to its last piece', () => {
    const events = streamOf(log(...modelCall(1, ...text('Hel', 'lo')), completed()));
    expect(types(events)).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(finalResponse(events)).toMatchObject({
      status: 'completed',
      completed_at: Math.floor(at / 1000),
      output: [{ type: 'message', status: 'completed', content: [{ text: 'Hello' }] }],
      usage: {
        input_tokens: 12,
        input_tokens_details: { cached_tokens: 2, cache_write_tokens: 0 },
        output_tokens: 5,
        output_tokens_details: { reasoning_tokens: 1 },
        total_tokens: 17,
      },
    });
  });

  it('brings the text in one piece where streaming is switched off', () => {
    const events = streamOf(log(...modelCall(1, ...text('Hel', 'lo')), completed()), {
      piecewise: false,
    });
    const deltas = events.filter(({ type }) => type === 'response.output_text.delta');
    expect(deltas).toMatchObject([{ delta: 'Hello' }]);
  });

  it('makes what is said before a tool call a message of its own, in order', () => {
    const response = responseOf(
      log(
        ...modelCall(1, ...thought('Look'), ...text('Let me look.')),
        toolStarted('a'),
        toolStarted('b'),
        toolFinished('b', 'B'),
        toolFinished('a', 'A'),
        ...modelCall(2, ...text('Found it.')),
        completed(),
      ),
    );
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'Look' }] },
      { type: 'message', content: [{ text: 'Let me look.' }] },
      { type: 'function_call', call_id: 'a', name: 'terminal', arguments: '{"command":"ls"}' },
      { type: 'function_call', call_id: 'b' },
      { type: 'function_call_output', call_id: 'b', output: 'B' },
      { type: 'function_call_output', call_id: 'a', output: 'A' },
      { type: 'message', content: [{ text: 'Found it.' }] },
    ]);
  });

  it('leaves calls of server tools out and shows the client its own', () => {
    const mine = { id: 'call_9', name: 'get_weather', arguments: '{"city":"Bern"}' };
    const response = responseOf(
      log(
        ...modelCall(1, ...text('Hm.')),
        toolStarted('a'),
        toolFinished('a'),
        ...modelCall(2, ...text('Your turn.')),
        completed({ finishReason: 'tool_calls', clientToolCalls: [mine] }),
      ),
      { serverCalls: 'hidden', callOutput: 'string' },
    );
    expect(response.output).toMatchObject([
      { type: 'message', content: [{ text: 'Hm.\n\nYour turn.' }] },
      { type: 'function_call', call_id: 'call_9', name: 'get_weather', status: 'completed' },
    ]);
  });

  it('keeps a text that was cut off, as an incomplete item, and tells the error before the end', () => {
    const events = streamOf(log({ type: 'model.started', call: 1 }, ...text('Half a'), failed));
    expect(types(events).slice(-3)).toEqual(['output_item.done', 'error', 'failed']);
    expect(events.at(-2)).toMatchObject({
      code: 'upstream_timeout',
      message: 'The model service fell silent.',
      error: { type: 'upstream_error', code: 'upstream_timeout' },
    });
    expect(finalResponse(events)).toMatchObject({
      status: 'failed',
      error: { code: 'server_error', message: 'The model service fell silent.' },
      output: [{ status: 'incomplete', content: [{ text: 'Half a' }] }],
    });
  });

  it.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content_filter'],
  ] as const)('is incomplete with the reason %s, and so is its last item', (reason, finish) => {
    const response = responseOf(
      log(
        { type: 'model.started', call: 1 },
        ...text('So far'),
        { type: 'model.finished', call: 1, ms: 1, finishReason: finish, usage: null },
        completed({ status: 'incomplete', incompleteReason: reason, finishReason: finish }),
      ),
    );
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason },
      output: [{ status: 'incomplete' }],
    });
  });

  it('tells an interruption as incomplete, and a stop by the person as cancelled', () => {
    const stopped = (reason: 'client_disconnected' | 'cancelled_by_user'): ResponseObject =>
      responseOf(
        log(...text('So'), {
          type: 'run.cancelled',
          reason,
          usage: { inputTokens: 3, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
        }),
      );
    expect(stopped('client_disconnected')).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'interrupted' },
      usage: { total_tokens: 4 },
    });
    expect(stopped('cancelled_by_user')).toMatchObject({
      status: 'cancelled',
      incomplete_details: null,
    });
  });

  it('says queued until a background run begins', () => {
    const progress = createProgress({
      head: head({ background: true }),
      piecewise: true,
      serverCalls: 'functions',
      callOutput: 'string',
    });
    expect(progress.opening()).toMatchObject([{ response: { status: 'queued' } }]);
    progress.apply(log()[0]!);
    expect(progress.body().status).toBe('in_progress');
  });

  it('shows what was said so far while it is written', () => {
    const progress = createProgress({
      head: head(),
      piecewise: true,
      serverCalls: 'functions',
      callOutput: 'string',
    });
    for (const event of log(...text('So ', 'far'))) progress.apply(event);
    expect(responseObject.parse(progress.body())).toMatchObject({
      status: 'in_progress',
      output: [{ status: 'in_progress', content: [{ text: 'So far' }] }],
      usage: null,
    });
  });
});

describe('text before and after a call', () => {
  const events = log(
    ...modelCall(1, ...text('Looking.')),
    toolStarted('a'),
    toolFinished('a'),
    ...modelCall(2, ...text('The ', 'end')),
    completed(),
  );
  const messages = (options: Options): string[] =>
    responseOf(events, options).output.flatMap((item) =>
      item.type === 'message'
        ? [item.content.map((part) => ('text' in part ? part.text : '')).join()]
        : [],
    );

  it('is one message for whom the call is hidden', () => {
    expect(messages({ serverCalls: 'hidden' })).toEqual(['Looking.\n\nThe end']);
    expect(messages({ serverCalls: 'hidden', piecewise: false })).toEqual(['Looking.\n\nThe end']);
  });

  it('is two messages for whom it is shown', () => {
    expect(messages({})).toEqual(['Looking.', 'The end']);
  });

  it('is two messages where reasoning stands between', () => {
    const withThought = log(
      ...modelCall(1, ...text('Looking.')),
      ...modelCall(2, ...thought('Hm'), ...text('The end')),
      completed(),
    );
    const { output } = responseOf(withThought, { serverCalls: 'hidden' });
    expect(output.map(({ type }) => type)).toEqual(['message', 'reasoning', 'message']);
  });
});

const serverCalls = fc.constantFrom('hidden', 'functions', 'mcp');
const callOutput = fc.constantFrom('string', 'parts');

it('follows the specification whatever happens in a run', () => {
  fc.assert(
    fc.property(anyLog, fc.boolean(), serverCalls, callOutput, (events, piecewise, ...how) => {
      streamOf(events, { piecewise, serverCalls: how[0], callOutput: how[1] });
    }),
  );
});

it('tells a stream again from the kept log, number by number', () => {
  fc.assert(
    fc.property(anyLog, fc.boolean(), (events, piecewise) => {
      const kept: RunEvent[] = unpackLog(
        JSON.parse(JSON.stringify(packLog(events))) as ReturnType<typeof packLog>,
      );
      expect(streamOf(kept, { piecewise })).toEqual(streamOf(events, { piecewise }));
    }),
  );
});
