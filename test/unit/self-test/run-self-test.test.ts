import { describe, expect, it } from 'vitest';
import { clients } from '../../../src/shared/clients.ts';
import { sendJson } from '../../support/openai-like-server.ts';
import { selfTestBench } from './self-test-bench.ts';

const bench = selfTestBench();

describe('the self-test of a server that behaves', () => {
  it.each(clients)('$name: no step fails', async ({ id }) => {
    const result = await bench.run(id);
    for (const step of Object.values(result)) {
      expect(['passed', 'skipped'], `${step.id}: ${step.detail}`).toContain(step.state);
    }
    expect(result.plain.state).toBe('passed');
    expect(result.stream.state).toBe('passed');
    expect(result.tool.state).toBe('passed');
    expect(result.image.state).toBe('passed');
  });

  it('tells of each step as it begins and as it ends, in order', async () => {
    await bench.run('jan');
    expect(bench.steps.map((step) => `${step.id} ${step.state}`)).toEqual(
      ['preflight', 'models', 'plain', 'stream', 'tool', 'image'].flatMap((id) => [
        `${id} running`,
        `${id} passed`,
      ]),
    );
    expect(
      bench.steps.filter((step) => step.state === 'passed').every((step) => step.ms !== null),
    ).toBe(true);
  });

  it('shows what came back', async () => {
    const result = await bench.run('chatbox');
    expect(result.models.detail).toBe('GET /v1/models: hermes-agent');
    expect(result.plain.detail).toBe('“Hello.”, 12 tokens');
    expect(result.stream.detail).toMatch(/^First text after \d+ ms; 2 pieces, stop, \[DONE\]$/);
  });
});

describe('the self-test calls as the client does', () => {
  it('Jan: doubled slash, its origin, both headers with the key', async () => {
    await bench.run('jan');
    const models = bench.server.requests.find((request) => request.path.endsWith('models'))!;
    expect(models.path).toBe('/v1//models');
    expect(models.headers.origin).toBe('tauri://localhost');
    expect(models.headers.authorization).toBe('Bearer sk-like');
    expect(models.headers['x-api-key']).toBe('sk-like');
    const streamed = bench.server.requests.find((request) => request.body.stream === true)!;
    expect(streamed.body.stream_options).toEqual({ include_usage: true });
  });

  it('NextChat: doubled /v1, and Accept: application/json even when streaming', async () => {
    await bench.run('nextchat');
    const streamed = bench.server.requests.find((request) => request.body.stream === true)!;
    expect(streamed.path).toBe('/v1/v1/chat/completions');
    expect(streamed.headers.accept).toBe('application/json');
  });

  it('LobeChat: asks permission for every header of the SDK', async () => {
    await bench.run('lobechat');
    const asked = bench.server.requests.find((request) => request.method === 'OPTIONS')!;
    const headers = String(asked.headers['access-control-request-headers']).split(',');
    expect(headers).toContain('x-stainless-runtime-version');
    expect(headers).toContain('authorization');
  });

  it('ChatBox: no preflight, an empty Bearer where no key is set', async () => {
    const result = await bench.run('chatbox', { key: undefined });
    expect(result.preflight).toMatchObject({ state: 'skipped', detail: 'ChatBox is no web page.' });
    // Node sends the header as it is given; servers see it without the trailing space.
    expect(bench.server.requests[0]!.headers.authorization?.trim()).toBe('Bearer');
    expect(bench.server.requests.every((request) => request.method !== 'OPTIONS')).toBe(true);
  });

  it('Open WebUI: the name that a container uses in Host', async () => {
    await bench.run('open-webui');
    const port = new URL(bench.server.baseUrl).port;
    expect(bench.server.requests.map((request) => request.headers.host)).toEqual(
      bench.server.requests.map(() => `host.docker.internal:${port}`),
    );
  });

  it('Codex CLI: Responses, with the fields it adds', async () => {
    const result = await bench.run('codex');
    expect(result.models.state).toBe('skipped');
    expect(bench.server.requests.every((request) => request.path === '/v1/responses')).toBe(true);
    expect(bench.server.requests[0]!.body).toMatchObject({ store: false, text: {} });
  });

  it('asks the model that the list names, as a client would after fetching it', async () => {
    bench.server.fault = (request, response) =>
      request.url === '/v1/models' && sendJson(response, { data: [{ id: 'renamed' }] });
    await bench.run('curl');
    const asked = bench.server.requests.filter((request) => request.method === 'POST');
    expect(new Set(asked.map((request) => request.body.model))).toEqual(new Set(['renamed']));
  });

  it('declares get_weather in the tool step and sends a PNG in the picture step', async () => {
    await bench.run('curl');
    const [, tool, image] = bench.server.requests.filter(
      (request) => request.method === 'POST' && request.body.stream === false,
    );
    expect(JSON.stringify(tool!.body.tools)).toContain('"name":"get_weather"');
    expect(JSON.stringify(image!.body.messages)).toContain('data:image/png;base64,');
  });

  it('ChatBox: sends no picture to a model whose entry says it reads none', async () => {
    bench.server.fault = (request, response) =>
      request.url === '/v1/models' &&
      sendJson(response, {
        data: [{ id: 'hermes-agent', architecture: { input_modalities: ['text'] } }],
      });
    const result = await bench.run('chatbox');
    expect(result.image).toMatchObject({
      state: 'skipped',
      detail: 'The model reads no pictures, so ChatBox sends none.',
    });
  });
});

describe('the self-test ends', () => {
  it('a step that takes too long, and goes on with the next', async () => {
    bench.server.fault = (_request, response, body) => {
      if (body.stream !== true) return false;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': keepalive\n\n');
      return true;
    };
    const result = await bench.run('curl', { stepTimeoutMs: 300 });
    expect(result.stream.detail).toBe('No complete answer came within 0.3 s.');
    expect(result.tool.state).toBe('passed');
  });

  it('when it is stopped, closing what is open', async () => {
    const abort = new AbortController();
    let left = false;
    bench.server.fault = (_request, response, body) => {
      if (body.stream !== true) return false;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': keepalive\n\n', () => abort.abort(new Error('stopped')));
      response.once('close', () => (left = true));
      return true;
    };
    await expect(bench.run('curl', { signal: abort.signal })).rejects.toThrow('stopped');
    await expect.poll(() => left).toBe(true);
    expect(bench.steps.at(-1)).toMatchObject({ id: 'stream', state: 'running' });
  });
});
