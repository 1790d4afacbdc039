import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../support/scripted-agents.ts';
import { call, startApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ agent: says('ok') });
});
afterAll(() => app.close());

const url = `data:image/png;base64,${randomBytes(6 * 2 ** 20).toString('base64')}`;
const image = { role: 'user', content: [{ type: 'image_url', image_url: { url } }] };

describe('a body of megabytes', () => {
  it('reaches the agent as it was sent', async () => {
    const response = await call(app, '/v1/chat/completions', { body: { messages: [image] } });
    expect(response.status).toBe(200);
    expect(app.requests.at(-1)!.messages).toEqual([image]);
  });

  it('is refused for the same reasons as a small one', async () => {
    const text = JSON.stringify({ messages: [image] });
    for (const [body, reason] of [
      [text.slice(0, -1), 'not valid JSON'],
      [`${'['.repeat(300)}${text}${']'.repeat(300)}`, '256 levels'],
      [JSON.stringify([image]), 'must be a JSON object'],
    ] as const) {
      const response = await call(app, '/v1/chat/completions', { body });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(reason);
    }
  });
});
