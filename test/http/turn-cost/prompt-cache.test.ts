import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SettingsPatch } from '../../../src/shared/settings.ts';
import { closeBoth, startHostWithUpstream } from '../../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import type { TestHost } from '../../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream());
  upstream.replyWith(() => ({ text: 'ok' }));
});
afterEach(() => closeBoth({ host, upstream }));

async function chat(messages: object[]): Promise<string> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages }),
  });
  expect(response.status).toBe(200);
  return response.text();
}
const say = (content: string) => ({ role: 'user', content });
const title = [{ role: 'system', content: 'You are a chat thread titling assistant' }];
const lastBody = (): Record<string, unknown> =>
  upstream.requests.at(-1)!.body as unknown as Record<string, unknown>;
/** Another service whose address is that of the scripted one. */
const by = (model: NonNullable<SettingsPatch['model']>): void => {
  host.host.settings.update({ model: { api: 'chat', baseUrl: upstream.url, ...model } });
};

it('OpenAI gets a key, the same for every conversation; titles do not', async () => {
  by({ provider: 'openai', model: 'gpt-x' });
  await chat([say('one')]);
  const key = lastBody()['prompt_cache_key'];
  expect(key).toMatch(/^hermes-[0-9a-f]{8}$/);
  await chat([{ role: 'system', content: 'Speak Latin.' }, say('another')]);
  expect(lastBody()['prompt_cache_key']).toBe(key);
  await chat([...title, say('User message: "x"')]);
  expect(lastBody()).not.toHaveProperty('prompt_cache_key');
});

it("Anthropic's models behind OpenRouter are told to keep what they read; other models are not", async () => {
  by({ provider: 'openrouter', model: 'anthropic/claude-sonnet-5' });
  await chat([say('one')]);
  expect(lastBody()['cache_control']).toEqual({ type: 'ephemeral' });
  expect(lastBody()).not.toHaveProperty('prompt_cache_key');
  await chat([...title, say('User message: "x"')]);
  expect(lastBody()).not.toHaveProperty('cache_control');
  by({ provider: 'openrouter', model: 'qwen/qwen-4' });
  await chat([say('two')]);
  expect(lastBody()).not.toHaveProperty('cache_control');
});

it('nobody else is told anything, and what is refused is left out from then on', async () => {
  await chat([say('one')]);
  expect(lastBody()).not.toHaveProperty('prompt_cache_key');
  expect(lastBody()).not.toHaveProperty('cache_control');
  by({ provider: 'openai', model: 'gpt-old' });
  upstream.replyWith((body) =>
    'prompt_cache_key' in body
      ? {
          status: 400,
          body: {
            error: {
              message: 'Unrecognized request argument supplied: prompt_cache_key',
              type: 'invalid_request_error',
              param: null,
              code: null,
            },
          },
        }
      : { text: 'ok' },
  );
  const before = upstream.requests.length;
  await chat([say('two')]);
  await chat([say('three')]);
  expect(upstream.requests.length - before).toBe(3);
  expect(lastBody()).not.toHaveProperty('prompt_cache_key');
});

it('a title waits for the answer under way where the model runs on this computer', async () => {
  upstream.reply({ text: ['An', ' answer'], chunkDelayMs: 400 });
  const from = upstream.requests.length;
  const answered = chat([say('a question')]);
  await upstream.waitForRequest(from + 1);
  const titled = chat([...title, say('User message: "a question"')]);
  let isAnswered = false;
  void answered.then(() => {
    isAnswered = true;
  });
  await upstream.waitForRequest(from + 2);
  await vi.waitFor(() => expect(isAnswered).toBe(true));
  await titled;
  const [first, second] = upstream.requests.slice(from);
  // Four pauses of the answer lie between the two.
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_000);
  expect(second!.body.tools).toBeUndefined();
});
