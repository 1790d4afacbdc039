import { describe, expect, it } from 'vitest';
import { clients, knownClients } from '../../../../src/shared/clients.ts';
import { recogniseClient } from '../../../../src/shared/clients/recognise.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36';
const electron = (name: string): string => chrome.replace('Chrome', `${name} Chrome`);

describe('the client that called', () => {
  it.each<[Record<string, string>, string]>([
    [{ 'user-agent': electron('xyz.chatboxapp.app/1.20.3') }, 'chatbox'],
    [{ 'user-agent': chrome, origin: 'https://web.chatboxai.app' }, 'chatbox'],
    [{ 'user-agent': chrome, origin: 'tauri://localhost' }, 'jan'],
    [{ 'user-agent': chrome, origin: 'http://tauri.localhost' }, 'jan'],
    [{ 'user-agent': chrome, referer: 'https://app.nextchat.dev/' }, 'nextchat'],
    [{ 'user-agent': electron('CherryStudio/2.0.1') }, 'cherry-studio'],
    [{ 'user-agent': 'x', 'http-referer': 'https://cherry-ai.com' }, 'cherry-studio'],
    [{ 'user-agent': 'Python/3.12 aiohttp/3.12.15', 'x-openwebui-user-id': 'u' }, 'open-webui'],
    [{ 'user-agent': 'Python/3.12 aiohttp/3.12.15' }, 'aiohttp'],
    [{ 'user-agent': 'OpenAI/JS 4.104.0', 'chatui-conversation-id': '' }, 'chat-ui'],
    [{ 'user-agent': 'AnythingLLM/1.16.0' }, 'anythingllm'],
    [{ 'user-agent': 'codex_cli_rs/0.171.0 (Debian 13) xterm' }, 'codex'],
    [{ 'user-agent': 'opencode/1.18.2 ai-sdk/openai-compatible/3.0.1' }, 'opencode'],
    [{ 'user-agent': 'langchainjs-openai/1.5.0 OpenAI/JS 6.49.0' }, 'langchain'],
    [{ 'user-agent': 'Agents/JavaScript 0.20.0' }, 'openai-agents'],
    [{ 'user-agent': 'ai-sdk/openai/4.0.3 ai/7.0.1 runtime/node.js/22' }, 'vercel-ai-sdk'],
    [{ 'user-agent': 'AsyncOpenAI/Python 3.57.0' }, 'openai-python'],
    [{ 'user-agent': 'OpenAI/JS 6.49.0' }, 'openai-node'],
    [{ 'user-agent': 'curl/8.14.1' }, 'curl'],
    [{ 'user-agent': 'node' }, 'fetch'],
    [{ 'user-agent': 'python-httpx/0.28.1' }, 'python-http'],
    [{ 'user-agent': chrome, origin: 'https://example.com' }, 'browser'],
    [{}, 'unnamed'],
    [{ 'user-agent': 'SomethingNew/1.0' }, 'other'],
  ])('by %j is %s', (headers, id) => {
    expect(recogniseClient(headers).id).toBe(id);
  });

  it('is the one it says it is, before all that its headers tell', () => {
    const headers = { 'user-agent': 'OpenAI/JS 6.49.0', 'x-title': 'Cherry Studio' };
    expect(recogniseClient(headers).id).toBe('cherry-studio');
    expect(recogniseClient({ ...headers, 'x-hermes-client': ' LibreChat ' }).id).toBe('librechat');
    expect(recogniseClient({ ...headers, 'x-hermes-client': 'nobody' }).id).toBe('cherry-studio');
  });

  it('is told by headers of its own before its User-Agent and its page', () => {
    const lying = {
      'user-agent': 'curl/8',
      'x-openwebui-chat-id': 'c',
      origin: 'tauri://localhost',
    };
    expect(recogniseClient(lying).id).toBe('open-webui');
  });
});

it('every client has an id of its own, and each that can be connected is known', () => {
  const ids = knownClients.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(clients.filter((client) => !knownClients.includes(client))).toEqual([]);
});
