import { afterEach, describe, expect, it } from 'vitest';
import type { AgentRun } from '../../src/main/agent/agent.ts';
import { UpstreamError } from '../../src/main/model/upstream/errors/upstream-error.ts';
import { endless, fails, gate, says } from '../support/scripted-agents.ts';
import {
  call,
  openSocket,
  scriptedAgent,
  startApp,
  type TestApp,
  testKey,
} from '../support/test-app.ts';

let app: TestApp;
afterEach(() => app.close());

const user = { role: 'user', content: 'Hi' };
const chat = (
  body: object = {},
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
) => call(app, '/v1/chat/completions', { body: { messages: [user], ...body }, ...init });

describe('a stream', () => {
  it('has the headers of an event stream', async () => {
    app = await startApp({ agent: says('x') });
    const response = await chat({ stream: true }, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('content-encoding')).toBeNull();
    await response.text();
  });

  it('is a role chunk, the text deltas, a finish chunk with usage, and [DONE]', async () => {
    app = await startApp({ agent: says('Hel', 'lo') });
    const text = await (await chat({ stream: true, model: 'm' })).text();
    const frames = text.split('\n\n').filter(Boolean);
    expect(frames.at(-1)).toBe('data: [DONE]');
    const chunks = frames
      .slice(0, -1)
      .map((frame) => JSON.parse(frame.slice(6)) as { id: string; created: number });
    expect(chunks).toMatchObject([
      { model: 'm', choices: [{ delta: { role: 'assistant' }, finish_reason: null }] },
      { choices: [{ delta: { content: 'Hel' } }] },
      { choices: [{ delta: { content: 'lo' } }] },
      { choices: [{ delta: {}, finish_reason: 'stop' }], usage: { total_tokens: 10 } },
    ]);
    const { id } = chunks[0]!;
    for (const chunk of chunks) {
      expect(chunk).toMatchObject({ id, object: 'chat.completion.chunk', model: 'm' });
      expect(Math.abs(chunk.created - Date.now() / 1000)).toBeLessThan(60);
    }
  });

  it('has usage in a chunk of its own with include_usage', async () => {
    app = await startApp({ agent: says('x') });
    const text = await (
      await chat({ stream: true, stream_options: { include_usage: true } })
    ).text();
    const chunks = text
      .split('\n\n')
      .slice(0, -2)
      .map((frame) => JSON.parse(frame.slice(6)) as object);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 10 } });
    expect(chunks.at(-2)).not.toHaveProperty('usage');
  });

  it('sends its headers and role at once, long before the first text', async () => {
    const { passed, open } = gate();
    app = await startApp({
      agent: scriptedAgent(async (_request, { emit }) => {
        await passed;
        emit({ type: 'text.delta', text: 'late' });
      }),
    });
    const response = await chat({ stream: true });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('"role":"assistant"');
    open();
    expect((await reader.read()).value).toContain('late');
    await reader.cancel();
  });

  it('sends all deltas of one tick in one write, and whole frames in each', async () => {
    const deltas = (emit: AgentRun['emit']): void => {
      for (let index = 0; index < 20; index += 1) emit({ type: 'text.delta', text: `${index} ` });
    };
    app = await startApp({
      agent: scriptedAgent(async (_request, { emit }) => {
        deltas(emit);
        // The first ones have left when the others come.
        await expect.poll(() => received).toContain('"19 "');
        deltas(emit);
      }),
    });
    let received = '';
    const socket = await openSocket(app.port);
    const body = JSON.stringify({ messages: [user], stream: true });
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${testKey}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    for await (const piece of socket.setEncoding('utf8')) received += piece as string;
    const writes = writesIn(received.slice(received.indexOf('\r\n\r\n') + 4));
    for (const write of writes) expect(write).toMatch(/^data: [^]*\n\n$/);
    expect(writes.filter((write) => write.includes('"content":"19 "'))).toHaveLength(2);
    expect(writes.filter((write) => /"content":"\d/.test(write))).toHaveLength(2);
  });

  it('keeps a silent connection alive with comments', async () => {
    const { passed, open } = gate();
    app = await startApp({
      settings: { server: { keepaliveSeconds: 1 } },
      agent: scriptedAgent(() => passed),
    });
    const response = await chat({ stream: true });
    let text = '';
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.split(': keepalive\n\n').length > 2) open();
    }
    expect(text).toMatch(/: keepalive\n\n: keepalive\n\n/);
    expect(text).toMatch(/\[DONE\]\n\n$/);
  });

  it('keeps a run that waits in the queue alive, too', async () => {
    const { agent, started } = endless();
    app = await startApp({
      settings: { server: { keepaliveSeconds: 1, maxConcurrentRuns: 1 } },
      agent,
    });
    const first = await chat({ stream: true });
    await started;
    const second = await chat({ stream: true });
    const reader = second.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('"role":"assistant"');
    expect((await reader.read()).value).toBe(': keepalive\n\n');
    await reader.cancel();
    await first.body!.cancel();
  });

  it.each([
    [{ enabled: false }, 1],
    [{ enabled: true, apiServer: 'off' }, 1],
    [{ enabled: false, apiServer: 'on' }, 3],
    [{ enabled: true, apiServer: 'follow' }, 3],
  ] as const)('with %j has its text in %i content chunks', async (streaming, count) => {
    app = await startApp({ agent: says('a', 'b', 'c'), settings: { streaming } });
    const response = await chat({ stream: true });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const text = await response.text();
    expect(text.match(/"content":"[^"]/g)).toHaveLength(count);
    expect(text).toContain('data: [DONE]\n\n');
    if (count === 1) expect(text).toContain('"content":"abc"');
  });

  it('has no event names, and no tool_calls for server tools', async () => {
    app = await startApp({
      agent: scriptedAgent((_request, { emit }) => {
        const tool = { callId: 'c', name: 'terminal' };
        emit({ type: 'tool.started', ...tool, arguments: '{}', summary: 'ls -la' });
        emit({ type: 'tool.finished', ...tool, output: 'files', error: false, ms: 1 });
        emit({ type: 'text.delta', text: 'Done' });
      }),
    });
    const text = await (await chat({ stream: true })).text();
    expect(text).not.toMatch(/^(event|id|retry):/m);
    expect(text).not.toContain('tool_calls');
    expect(text).not.toContain('\r');
    expect(text).toContain('"reasoning_content":"▸ terminal: `ls -la`"');
    app.change({ streaming: { toolActivity: 'off' } });
    expect(await (await chat({ stream: true })).text()).not.toContain('▸');
    app.change({ streaming: { toolActivity: 'content' } });
    expect(await (await chat({ stream: true })).text()).toContain(
      '"content":"▸ terminal: `ls -la`"',
    );
  });

  it('that fails before anything was sent is an HTTP error, not to be retried', async () => {
    app = await startApp({ agent: fails('authentication') });
    const response = await chat({ stream: true });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(await response.json()).toMatchObject({ error: { code: 'upstream_error' } });
  });

  it('that fails after its text says so and ends, without repeating it', async () => {
    app = await startApp({ agent: fails('server', 'Half') });
    const response = await chat({ stream: true });
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text.match(/Half/g)).toHaveLength(1);
    expect(text).toMatch(
      /data: \{"error":\{"message":"The model service is broken","type":"upstream_error","param":null,"code":"upstream_error"\}\}\n\ndata: \[DONE\]\n\n$/,
    );
    expect(text).not.toContain('"finish_reason":"stop"');
  });

  it('that fails long after its headers were sent says so and ends', async () => {
    const { passed, open } = gate();
    app = await startApp({
      agent: scriptedAgent(async () => {
        await passed;
        throw new UpstreamError('Gone', { kind: 'connection' });
      }),
    });
    const response = await chat({ stream: true });
    open();
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/"error".*Gone.*\n\ndata: \[DONE\]\n\n$/);
  });
});

/** In chunked encoding each write is one chunk: its length in hex, a line break, the bytes, a line break. */
function writesIn(body: string): string[] {
  const writes: string[] = [];
  for (let at = 0; ;) {
    const start = body.indexOf('\r\n', at) + 2;
    const length = Number.parseInt(body.slice(at, start), 16);
    if (length === 0) return writes;
    writes.push(body.slice(start, start + length));
    at = start + length + 2;
  }
}
