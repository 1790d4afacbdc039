import { describe, expect, it } from 'vitest';
import {
  type ChunkOptions,
  createChunkStream,
} from '../../../../../src/main/server/routes/chat-completions/stream.ts';
import { noUsage, type RunEventPayload } from '../../../../../src/shared/run-events.ts';

const head = { id: 'chatcmpl-1', created: 1_800_000_000, model: 'my "model"' };
const usage = { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 };
const completed: RunEventPayload = {
  type: 'run.completed',
  outcome: { status: 'completed', finishReason: 'stop', clientToolCalls: [], usage },
};
const wireUsage = {
  prompt_tokens: 10,
  completion_tokens: 5,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
};

interface Chunk {
  id: string;
  object: string;
  created: number;
  model: string;
  choices: { index: number; delta: Record<string, unknown>; finish_reason: string | null }[];
  usage?: unknown;
  error?: unknown;
}

/** The chunks of a stream, parsed; `[DONE]` as a string. */
function chunksOf(events: RunEventPayload[], options: Partial<ChunkOptions> = {}): Chunk[] {
  const stream = createChunkStream(head, {
    toolActivity: 'reasoning',
    reasoning: 'any-time',
    streamErrors: 'frame',
    customTools: new Set<string>(),
    includeUsage: false,
    piecewise: true,
    ...options,
  });
  const text = stream.opening + events.map((event) => stream.encode({ ...event, at: 0 })).join('');
  expect(text).not.toContain('\r');
  const frames = text.split('\n\n');
  expect(frames.pop()).toBe('');
  return frames.map((frame) => {
    expect(frame).toMatch(/^data: [^\n]+$/);
    const data = frame.slice('data: '.length);
    return (data === '[DONE]' ? data : JSON.parse(data)) as Chunk;
  });
}

const deltas = (chunks: Chunk[]): unknown[] =>
  chunks.flatMap((chunk) => chunk.choices?.map((choice) => choice.delta) ?? []);

describe('chunks of a chat completion', () => {
  it('are a role chunk, one for each text delta, a finish chunk, and [DONE]', () => {
    const chunks = chunksOf([
      { type: 'text.delta', text: 'Hel' },
      { type: 'text.delta', text: 'lo\n"you"' },
      completed,
    ]);
    expect(chunks).toEqual([
      expect.objectContaining({
        choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
      }),
      expect.objectContaining({
        choices: [{ index: 0, delta: { content: 'Hel' }, finish_reason: null }],
      }),
      expect.objectContaining({
        choices: [{ index: 0, delta: { content: 'lo\n"you"' }, finish_reason: null }],
      }),
      expect.objectContaining({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      '[DONE]',
    ]);
  });

  it('carry the same id, object, created and model each', () => {
    const chunks = chunksOf([{ type: 'text.delta', text: 'a' }, completed], { includeUsage: true });
    for (const chunk of chunks.slice(0, -1)) {
      expect(chunk).toMatchObject({ ...head, object: 'chat.completion.chunk' });
    }
  });

  it('carry usage on the finish chunk only, when it was not asked for', () => {
    const chunks = chunksOf([{ type: 'text.delta', text: 'a' }, completed]);
    expect(chunks.map((chunk) => chunk.usage)).toEqual([
      undefined,
      undefined,
      wireUsage,
      undefined,
    ]);
  });

  it('carry usage in a chunk of its own without choices, when it was asked for', () => {
    const chunks = chunksOf([completed], { includeUsage: true });
    expect(chunks.map((chunk) => [chunk.choices?.length, chunk.usage])).toEqual([
      [1, undefined],
      [1, undefined],
      [0, wireUsage],
      [undefined, undefined],
    ]);
  });

  it('show the calls of client tools and finish with tool_calls', () => {
    const chunks = chunksOf([
      {
        type: 'run.completed',
        outcome: {
          status: 'completed',
          finishReason: 'tool_calls',
          clientToolCalls: [
            { id: 'call_a', name: 'get_weather', arguments: '{"city":"Paris"}' },
            { id: 'call_b', name: 'get_time', arguments: '{}' },
          ],
          usage: noUsage,
        },
      },
    ]);
    expect(deltas(chunks)[1]).toEqual({
      tool_calls: [
        {
          index: 0,
          id: 'call_a',
          type: 'function',
          function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
        },
        {
          index: 1,
          id: 'call_b',
          type: 'function',
          function: { name: 'get_time', arguments: '{}' },
        },
      ],
    });
    expect(chunks.at(-2)!.choices[0]!.finish_reason).toBe('tool_calls');
  });

  it.each(['length', 'content_filter'] as const)('finish with %s when the run did', (reason) => {
    const chunks = chunksOf([
      {
        type: 'run.completed',
        outcome: { status: 'incomplete', finishReason: reason, clientToolCalls: [], usage },
      },
    ]);
    expect(chunks.at(-2)!.choices[0]!.finish_reason).toBe(reason);
  });

  it('never show server tools as tool_calls, but as reasoning', () => {
    const chunks = chunksOf([
      { type: 'tool.started', callId: 'c', name: 'terminal', arguments: '{}', summary: 'ls' },
      { type: 'tool.finished', callId: 'c', name: 'terminal', output: 'x', error: false, ms: 1 },
      completed,
    ]);
    expect(JSON.stringify(chunks)).not.toContain('tool_calls');
    expect(deltas(chunks).slice(1, 3)).toEqual([
      { reasoning_content: '▸ terminal: `ls`' },
      { reasoning_content: ' ✓ 0.1 s' },
    ]);
  });

  it("pass on the upstream's reasoning", () => {
    const chunks = chunksOf([{ type: 'reasoning.delta', text: 'Hmm' }, completed]);
    expect(deltas(chunks)[1]).toEqual({ reasoning_content: 'Hmm' });
  });

  it('tell why the run failed as text before the error, to clients that lose its words', () => {
    const error = {
      message: 'It broke',
      type: 'upstream_error',
      code: 'upstream_error',
      status: 502,
    };
    const failed: RunEventPayload = { type: 'run.failed', error, usage };
    const half: RunEventPayload = { type: 'text.delta', text: 'Half' };
    const options = { streamErrors: 'words-first' } as const;
    const told = (events: RunEventPayload[]): Chunk[] => chunksOf(events, options).slice(-3);
    const words = (chunk: Chunk): unknown => chunk.choices[0]?.delta['content'];
    expect(words(told([failed])[0]!)).toBe('⚠ Hermes Tray: It broke');
    const [content, frame, done] = told([half, failed]);
    expect(words(content!)).toBe('\n\n⚠ Hermes Tray: It broke');
    expect(frame!.error).toMatchObject({ message: 'It broke', code: 'upstream_error' });
    expect(done).toBe('[DONE]');
    // Where nothing is streamed, the words still come before the frame.
    const whole = chunksOf([half, failed], { ...options, piecewise: false }).slice(1, 3);
    expect(whole.map(words)).toEqual(['Half', '\n\n⚠ Hermes Tray: It broke']);
  });

  it('have one of a space of reasoning in a silence, once there is a tool line', () => {
    const beats = (options: Partial<ChunkOptions>): string[] => {
      const defaults = {
        toolActivity: 'reasoning',
        reasoning: 'any-time',
        streamErrors: 'frame',
        customTools: new Set<string>(),
      } as const;
      const stream = createChunkStream(head, {
        ...defaults,
        includeUsage: false,
        piecewise: true,
        ...options,
      });
      const before = stream.beat(0);
      stream.encode({
        type: 'tool.started',
        callId: 'c',
        name: 'todo',
        arguments: '{}',
        summary: '',
        at: 0,
      });
      return [before, stream.beat(5000)];
    };
    const [before, after] = beats({});
    expect(before).toBe('');
    expect(after).toMatch(
      /^data: {"id":"chatcmpl-1".*"delta":{"reasoning_content":" "},"finish_reason":null}\]}\n\n$/,
    );
    expect(beats({ piecewise: false })).toEqual(['', '']);
  });

  it('end with the error and [DONE] when the run fails, without repeating the text', () => {
    const error = {
      message: 'It broke',
      type: 'upstream_error',
      code: 'upstream_error',
      status: 502,
    };
    const chunks = chunksOf([
      { type: 'text.delta', text: 'Half' },
      { type: 'run.failed', error, usage },
    ]);
    expect(chunks.slice(1)).toEqual([
      expect.objectContaining({
        choices: [expect.objectContaining({ delta: { content: 'Half' } })],
      }),
      {
        error: {
          message: 'It broke',
          type: 'upstream_error',
          param: null,
          code: 'upstream_error',
        },
      },
      '[DONE]',
    ]);
  });

  it('end with an error when the run was stopped: never as if it were complete', () => {
    const chunks = chunksOf([
      { type: 'text.delta', text: 'Half' },
      { type: 'run.cancelled', reason: 'cancelled_by_user', usage },
    ]);
    expect(chunks.at(-2)).toMatchObject({ error: { code: 'run_cancelled' } });
    expect(JSON.stringify(chunks)).not.toContain('"finish_reason":"stop"');
  });

  it('bring the whole text in one chunk when streaming is switched off', () => {
    const chunks = chunksOf(
      [
        { type: 'model.started', call: 1 },
        { type: 'reasoning.delta', text: 'Hm' },
        { type: 'reasoning.delta', text: 'm' },
        { type: 'text.delta', text: 'One' },
        { type: 'model.started', call: 2 },
        { type: 'text.delta', text: 'Two' },
        completed,
      ],
      { piecewise: false },
    );
    expect(deltas(chunks)).toEqual([
      { role: 'assistant', content: '' },
      { reasoning_content: 'Hmm' },
      { content: 'One\n\nTwo' },
      {},
    ]);
  });

  it('keep the partial text of a failed run when streaming is switched off', () => {
    const error = {
      message: 'It broke',
      type: 'upstream_error',
      code: 'upstream_error',
      status: 502,
    };
    const chunks = chunksOf(
      [
        { type: 'text.delta', text: 'Half' },
        { type: 'run.failed', error, usage },
      ],
      { piecewise: false },
    );
    expect(deltas(chunks)[1]).toEqual({ content: 'Half' });
    expect(chunks.at(-2)).toHaveProperty('error');
  });
});
