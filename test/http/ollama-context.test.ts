import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOllamaLikeServer, type OllamaLikeServer } from '../support/ollama-like-server.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let ollama: OllamaLikeServer;
let host: TestHost;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(() => ({ text: 'Hello' }));
  ollama = await startOllamaLikeServer(upstream);
  host = await startTestHost({
    settings: {
      model: {
        provider: 'ollama',
        baseUrl: ollama.url,
        model: 'qwen3',
        contextWindow: 128_000,
        firstByteTimeoutSeconds: 1,
      },
    },
  });
});
afterEach(async () => {
  await host.close();
  await ollama.close();
  await upstream.close();
});

async function chat(content = 'Hi', more: object = {}): Promise<{ status: number; text: string }> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content }], ...more }),
  });
  return { status: response.status, text: await response.text() };
}

describe('the context that Ollama gives a model', () => {
  it('is asked for before each call, once the model is loaded', async () => {
    expect((await chat()).status).toBe(200);
    expect(ollama.calls).toEqual(['GET /api/ps', 'POST /api/generate', 'GET /api/ps']);
    expect((await chat()).status).toBe(200);
    expect(ollama.calls.slice(3)).toEqual(['GET /api/ps']);
    expect(host.host.model().contextWindow).toBe(32_768);
  });

  it('is an error that says what to do where a request cannot fit, and asks the model nothing', async () => {
    ollama.context = 2048;
    ollama.loaded.add('qwen3:latest');
    const { status, text } = await chat();
    expect(status).toBe(400);
    const { error } = JSON.parse(text) as { error: { message: string; type: string } };
    expect(error.type).toBe('upstream_error');
    expect(error.message).toMatch(
      /^Ollama gives qwen3 a context of 2,048 tokens, and this request takes about [2-9],\d00: .*OLLAMA_CONTEXT_LENGTH=32768/,
    );
    expect(upstream.requests).toHaveLength(0);
  });

  it('may be raised meanwhile', async () => {
    ollama.context = 2048;
    expect((await chat()).status).toBe(400);
    ollama.context = 32_768;
    expect((await chat()).status).toBe(200);
  });

  it('is enough for a title, which needs no tools', async () => {
    ollama.context = 2048;
    const title = 'Please generate a four to five word title for this conversation';
    expect((await chat(title)).status).toBe(200);
  });

  it('may be too small for one long message', async () => {
    expect((await chat('word '.repeat(5_000))).status).toBe(200);
    const { status, text } = await chat('word '.repeat(30_000));
    expect(status).toBe(400);
    expect(text).toContain('a context of 32,768 tokens');
  });

  it('counts no pictures, of which nobody knows what they take', async () => {
    const url = `data:image/png;base64,${'A'.repeat(400_000)}`;
    const picture = [{ type: 'image_url', image_url: { url } }];
    const { status } = await chat('', { messages: [{ role: 'user', content: picture }] });
    expect(status).toBe(200);
  });

  it.each([
    ['an older version does not tell it', () => void (ollama.context = null)],
    ['a model does not load in time', () => void (ollama.stuck = true)],
  ])('hinders nothing where %s', async (_what, make) => {
    make();
    expect((await chat()).status).toBe(200);
    expect(host.host.model().contextWindow).toBe(128_000);
  });

  it('is no concern of another service', async () => {
    host.host.settings.update({ model: { provider: 'custom' } });
    ollama.context = 2048;
    expect((await chat()).status).toBe(200);
    expect(ollama.calls).toEqual([]);
  });

  it('does not keep a client waiting that has left', async () => {
    ollama.stuck = true;
    host.host.settings.update({ model: { firstByteTimeoutSeconds: 60 } });
    const client = new AbortController();
    const answer = fetch(`${host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: host.headers,
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }] }),
      signal: client.signal,
    }).catch((error: unknown) => error);
    await expect.poll(() => ollama.calls).toContain('POST /api/generate');
    const run = host.host.runs.active()[0]!;
    client.abort();
    await answer;
    await run.finished;
    expect(run.status).toBe('cancelled');
    expect(upstream.requests).toHaveLength(0);
  });
});
