import { describe, expect, it } from 'vitest';
import { clientById, clients } from '../../../src/shared/clients.ts';
import type { ConnectableClient } from '../../../src/shared/clients/client.ts';
import { addressesOf, fillIn } from '../../../src/shared/clients/connection.ts';
import { chatBoxLink, nextChatLink } from '../../../src/shared/clients/links.ts';

const connection = {
  baseUrl: 'http://127.0.0.1:8642/v1',
  model: 'hermes-agent',
  contextWindow: 128_000,
};

/** All texts of a client, filled in. */
function textsOf(client: ConnectableClient): string[] {
  return [
    ...client.fields.flatMap((field) => [field.value, field.hint ?? '']),
    ...client.steps,
    ...(client.notes ?? []),
    ...(client.snippets ?? []).map((snippet) => snippet.text),
  ].map((text) => fillIn(text, connection));
}

function valueOf(id: string, label: string): string | undefined {
  const field = clientById(id).fields.find((each) => each.label === label);
  return field && fillIn(field.value, connection);
}

describe('the forms of an address', () => {
  it('are with and without /v1, and with the name a container uses', () => {
    expect(addressesOf('http://127.0.0.1:8642/v1')).toEqual({
      base: 'http://127.0.0.1:8642/v1',
      origin: 'http://127.0.0.1:8642',
      docker: 'http://host.docker.internal:8642/v1',
      port: '8642',
    });
  });

  it('keep the brackets of an IPv6 address', () => {
    expect(addressesOf('http://[::1]:9000/v1')).toMatchObject({
      base: 'http://[::1]:9000/v1',
      origin: 'http://[::1]:9000',
    });
  });

  it('name the port even where the scheme implies it', () => {
    expect(addressesOf('http://localhost/v1')).toMatchObject({
      docker: 'http://host.docker.internal:80/v1',
      port: '80',
    });
  });

  it('are refused where there is no URL', () => {
    expect(() => addressesOf('127.0.0.1:8642')).toThrow(TypeError);
  });
});

describe('filling in a template', () => {
  it('replaces the places it knows and leaves all other braces alone', () => {
    const text = fillIn(
      '{model} at {base}: {"key": "{key}", "env": "{env:KEY}"} {other}',
      connection,
    );
    expect(text).toBe(
      'hermes-agent at http://127.0.0.1:8642/v1: {"key": "YOUR_KEY", "env": "{env:KEY}"} {other}',
    );
  });

  it('does not fill in what a value happens to contain', () => {
    expect(fillIn('{model}', { ...connection, model: '{key} $& $1' })).toBe('{key} $& $1');
  });
});

describe('the catalogue', () => {
  it('has every client of the compatibility list', () => {
    expect(clients.map((client) => client.name)).toEqual([
      'ChatBox',
      'Jan',
      'NextChat',
      'LobeChat',
      'big-AGI',
      'Cherry Studio',
      'Open WebUI',
      'LibreChat',
      'AnythingLLM',
      'HF Chat-UI',
      'OpenAI SDK (Python)',
      'OpenAI SDK (Node)',
      'Vercel AI SDK',
      'OpenAI Agents SDK',
      'LangChain',
      'Codex CLI',
      'opencode',
      'curl',
      'Another client',
    ]);
  });

  it('gives each client the form of the address that it builds its URLs from', () => {
    expect(valueOf('chatbox', 'API Host')).toBe('http://127.0.0.1:8642');
    expect(valueOf('nextchat', 'OpenAI Endpoint')).toBe('http://127.0.0.1:8642');
    expect(valueOf('big-agi', 'API Endpoint')).toBe('http://127.0.0.1:8642');
    expect(valueOf('cherry-studio', 'Base URL')).toBe('http://127.0.0.1:8642');
    expect(valueOf('jan', 'Base URL')).toBe('http://127.0.0.1:8642/v1');
    expect(valueOf('lobechat', 'API Proxy URL')).toBe('http://127.0.0.1:8642/v1');
    expect(valueOf('anythingllm', 'Base URL')).toBe('http://127.0.0.1:8642/v1');
    expect(valueOf('open-webui', 'URL')).toBe('http://host.docker.internal:8642/v1');
    expect(valueOf('librechat', 'baseURL')).toBe('http://host.docker.internal:8642/v1');
  });

  it.each(clients)('$name: has an address, a key and steps, and ids that are unique', (client) => {
    const filled = textsOf(client);
    expect(filled.join('\n')).toContain('8642');
    expect(client.fields.filter((field) => field.value === '{key}')).toHaveLength(1);
    expect(client.steps.length).toBeGreaterThanOrEqual(2);
    expect(clients.filter((each) => each.id === client.id)).toHaveLength(1);
    const labels = client.fields.map((field) => field.label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each(clients)('$name: no place of a template is misspelt', (client) => {
    for (const text of textsOf(client)) {
      // In doubled braces stand the places of other programs' own templates.
      expect(text).not.toMatch(/(?<![${])\{(?!env:)[a-z]\w*\}/i);
    }
  });

  it('names the clients that a link sets up', () => {
    expect(clients.filter((client) => client.link).map((client) => client.link)).toEqual([
      'chatbox',
      'nextchat',
    ]);
  });

  it('gives what holds for any client where an id is unknown', () => {
    expect(clientById('no-such-client').id).toBe('other');
  });
});

describe('the link for ChatBox', () => {
  const keyed = { ...connection, key: 'key+with/odd?chars&=%' };

  it('decodes to the provider that ChatBox imports', () => {
    const link = new URL(chatBoxLink(keyed));
    expect(link.protocol).toBe('chatbox:');
    expect(link.hostname).toBe('provider');
    expect(link.pathname).toBe('/import');
    // As ChatBox takes it apart: the query parameter, then base64, then JSON.
    const config: unknown = JSON.parse(atob(link.searchParams.get('config')!));
    expect(config).toEqual({
      isCustom: true,
      id: 'hermes-tray',
      name: 'Hermes Tray',
      type: 'openai',
      settings: {
        apiHost: 'http://127.0.0.1:8642',
        apiKey: 'key+with/odd?chars&=%',
        models: [
          {
            modelId: 'hermes-agent',
            nickname: 'Hermes',
            type: 'chat',
            capabilities: ['vision', 'reasoning'],
            contextWindow: 128_000,
          },
        ],
      },
    });
  });

  it('survives base64 that is full of + and /', () => {
    for (const key of ['>>>>>>>>>', '?????????', '~~~~~~~~~', '\u00ff']) {
      const link = chatBoxLink({ ...keyed, key });
      const encoded = new URL(link).searchParams.get('config')!;
      const config = JSON.parse(atob(encoded)) as { settings: { apiKey: string } };
      expect(config.settings.apiKey).toBe(key);
    }
  });

  it('reads the same as bytes and as UTF-8 when the model has a name in another script', () => {
    const encoded = new URL(chatBoxLink({ ...keyed, model: '模型-é-🙂' })).searchParams.get(
      'config',
    )!;
    expect(JSON.parse(atob(encoded))).toEqual(
      JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')),
    );
    expect(atob(encoded)).toContain(String.raw`\u6a21`);
  });
});

describe('the link for NextChat', () => {
  const keyed = { ...connection, key: 'a key/with #?&%' };

  function settingsOf(link: string): unknown {
    const [, query] = link.split('#/?');
    return JSON.parse(new URLSearchParams(query).get('settings')!);
  }

  it('carries key and address without /v1 in the fragment', () => {
    const link = nextChatLink('http://localhost:3000', keyed);
    expect(link.startsWith('http://localhost:3000/#/?settings=')).toBe(true);
    expect(settingsOf(link)).toEqual({ key: 'a key/with #?&%', url: 'http://127.0.0.1:8642' });
    expect(new URL(link).search).toBe('');
  });

  it('keeps a path, and drops the query and fragment of an address that was pasted', () => {
    const link = nextChatLink('https://example.com/chat/?from=mail#/settings', keyed);
    expect(link.startsWith('https://example.com/chat/#/?settings=')).toBe(true);
  });

  it('is refused for addresses that are not of a web page', () => {
    for (const address of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'chatbox://x',
      'localhost',
    ]) {
      expect(() => nextChatLink(address, keyed)).toThrow(TypeError);
    }
  });
});
