import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream());
  upstream.replyWith(() => ({ text: 'ok' }));
});
afterEach(async () => {
  await closeBoth({ host, upstream });
});

async function sentKey(): Promise<unknown> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
  });
  expect(response.status).toBe(200);
  return upstream.requests.at(-1)!.headers.authorization;
}

it('the key of one model service is not sent to another', async () => {
  expect(await sentKey()).toBe('Bearer sk-upstream-test');
  host.host.settings.update({ model: { provider: 'ollama' } });
  expect(await sentKey()).toBeUndefined();
  host.host.secrets.set('ollamaKey', 'key-of-ollama');
  expect(await sentKey()).toBe('Bearer key-of-ollama');
  host.host.settings.update({ model: { provider: 'custom' } });
  expect(await sentKey()).toBe('Bearer sk-upstream-test');
});
