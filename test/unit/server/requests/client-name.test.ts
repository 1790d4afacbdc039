import { expect, it } from 'vitest';
import { clientName } from '../../../../src/main/server/requests/client-name.ts';

it.each([
  [{ 'user-agent': 'OpenAI/JS 6.49.0' }, 'OpenAI/JS 6.49.0'],
  [{ 'user-agent': 'OpenAI/Python 1.54.0' }, 'OpenAI/Python 1.54.0'],
  [{ 'user-agent': 'curl/8.5.0' }, 'curl/8.5.0'],
  [{ 'user-agent': 'ai-sdk/openai/3.0.1 ai/6.0.0 runtime/node.js/20' }, 'ai-sdk/openai/3.0.1'],
  [{ 'user-agent': 'Mozilla/5.0 Chatbox/1.16.0 Chrome/130' }, 'ChatBox'],
  [{ 'x-title': 'Chatbox AI', 'user-agent': 'Mozilla/5.0' }, 'ChatBox'],
  [{ origin: 'tauri://localhost', 'user-agent': 'Mozilla/5.0 (X11)' }, 'Jan'],
  [{ 'user-agent': 'Jan/0.7.2' }, 'Jan'],
  [{ referer: 'https://app.nextchat.dev/', 'user-agent': 'Mozilla/5.0' }, 'NextChat'],
  [{ referer: 'https://lobechat.com/chat' }, 'LobeChat'],
  [{ 'x-openwebui-chat-id': 'c1', 'user-agent': 'Python/3.11 aiohttp/3.11' }, 'Open WebUI'],
  [
    { origin: 'https://chat.example.com', 'user-agent': 'Mozilla/5.0 (X11)' },
    'Web page https://chat.example.com',
  ],
  [{ 'x-title': 'My Own App', 'user-agent': 'node' }, 'My Own App'],
  [{}, 'Unknown client'],
  [{ 'user-agent': '' }, 'Unknown client'],
])('%j is %s', (headers, name) => {
  expect(clientName(headers)).toBe(name);
});

it('is one short printable line, for it stands in the approvals dialog', () => {
  const name = clientName({ 'x-title': `Trusted\u202e\n\u0007${'x'.repeat(200)}` });
  expect(name).toMatch(/^Trustedx+$/);
  expect(name.length).toBeLessThanOrEqual(80);
});
