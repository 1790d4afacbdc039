import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/** The old completions form, which some libraries use by default. */

let upstream: ScriptedUpstream;
let host: TestHost;
let before = 0;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
  host = await startTestHost({ upstream: upstream.url });
});
afterAll(async () => {
  await host.close();
  await upstream.close();
});
beforeEach(() => {
  before = upstream.requests.length;
});
const client = (): OpenAI =>
  new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key!, maxRetries: 0 });
const looks = {
  text: 'I look.',
  toolCalls: [{ id: 'a', name: 'search_files', arguments: { pattern: '*', target: 'files' } }],
};
const post = (body: unknown): Promise<Response> =>
  fetch(`${host.url}/v1/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify(body),
  });

describe('a text completion', () => {
  it.each([['Say hi'], [['Say hi']]])(
    'of %j is the answer of the agent as text',
    async (prompt) => {
      upstream.reply(looks, { text: 'Hello.' });
      const answer = await client().completions.create({ model: 'any', prompt, max_tokens: 500 });
      expect(answer).toMatchObject({
        object: 'text_completion',
        model: 'any',
        choices: [{ index: 0, text: 'I look.\n\nHello.', finish_reason: 'stop', logprobs: null }],
      });
      expect(answer.id).toMatch(/^cmpl-/);
      expect(answer.usage!.total_tokens).toBeGreaterThan(0);
      const { messages, max_tokens } = upstream.requests[before]!.body;
      expect(JSON.stringify(messages.at(-1))).toContain('Say hi');
      expect(max_tokens).toBe(500);
    },
  );

  it('streams piece by piece, and nothing but text', async () => {
    upstream.reply(looks, { reasoning: 'Hm', text: ['Hel', 'lo.'] });
    const stream = await client().completions.create({
      model: 'any',
      prompt: 'Say hi',
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.Completion[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.flatMap(({ choices }) => choices.map(({ text }) => text)).join('|')).toBe(
      'I look.|\n\nHel|lo.|',
    );
    expect(chunks.at(-2)!.choices[0]!.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [] });
    expect(chunks.at(-1)!.usage!.total_tokens).toBeGreaterThan(0);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it('that fails in its stream says so after its text', async () => {
    upstream.reply({ text: ['Half ', 'an answer'], cutAfterChunks: 2 });
    const text = await (await post({ prompt: 'Go', stream: true })).text();
    expect(text).toMatch(/"text":"Half "[^]*data: \{"error":[^]*data: \[DONE\]\n\n$/);
  });

  it.each([
    [{}, 'prompt'],
    [{ prompt: '' }, 'prompt'],
    [{ prompt: ['a', 'b'] }, 'prompt'],
    [{ prompt: [[1, 2, 3]] }, 'prompt'],
    [{ prompt: 'a', n: 2 }, 'n'],
    [{ prompt: 'a', best_of: 2 }, 'best_of'],
    [{ prompt: 'a', echo: true }, 'echo'],
    [{ prompt: 'a', suffix: 'b' }, 'suffix'],
    [{ prompt: 'a', logprobs: 3 }, 'logprobs'],
  ])('of %j is refused, naming what cannot be', async (body, param) => {
    const refused = await post(body);
    expect(refused.status).toBe(400);
    const { error } = (await refused.json()) as { error: { param: string } };
    expect(error.param.startsWith(param)).toBe(true);
    expect(upstream.requests).toHaveLength(before);
  });
});
