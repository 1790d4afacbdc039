import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { conversationOf } from '../../support/prompt-of.ts';

/** What chat programs do with what they are told, and what they send back; as seen on their wire. */

let upstream: ScriptedUpstream;
let host: TestHost;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
  host = await startTestHost({
    upstream: upstream.url,
    settings: { agent: { approvals: 'deny' } },
  });
});
afterAll(async () => {
  await host.close();
  await upstream.close();
});

let before = 0;
beforeEach(() => {
  before = upstream.requests.length;
  host.host.settings.update({ streaming: { heartbeat: true, toolActivity: 'reasoning' } });
});
const asked = () => upstream.requests[before]!.body;
/** What the model was shown of the conversation. */
const history = () => conversationOf(asked().messages);

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';
/** Headers of the clients, beside the key. */
const as = {
  chatbox: {
    'user-agent': `${chrome.replace('Chrome', 'xyz.chatboxapp.app/1.20.3 Chrome')} Electron/37`,
  },
  nextchat: {
    accept: 'application/json',
    origin: 'https://app.nextchat.dev',
    referer: 'https://app.nextchat.dev/',
    'user-agent': chrome,
  },
  ownNextchat: {
    accept: 'application/json',
    origin: 'http://127.0.0.1:3000',
    'user-agent': chrome,
  },
  anythingllm: { 'user-agent': 'AnythingLLM/1.16.0' },
  chatUi: {
    'user-agent': 'OpenAI/JS 4.104.0',
    'chatui-conversation-id': '6745a1',
    'x-use-cache': 'false',
  },
  cherry: {
    'http-referer': 'https://cherry-ai.com',
    'x-title': 'Cherry Studio',
    'user-agent': `${chrome} CherryStudio/2.0.1 Electron/38`,
  },
  openWebui: { 'user-agent': 'Python/3.12 aiohttp/3.12.15', 'x-openwebui-chat-id': 'c1' },
  sdk: { 'user-agent': 'OpenAI/JS 6.49.0' },
} as const;

interface Chunk {
  choices?: { delta: { content?: string; reasoning_content?: string } }[];
  error?: { message: string };
}

async function stream(
  client: keyof typeof as,
  body: object = {},
): Promise<{ chunks: Chunk[]; text: string; reasoning: string[]; content: string }> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...host.headers, ...as[client] },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Go' }], stream: true, ...body }),
  });
  expect(response.status).toBe(200);
  const text = await response.text();
  const chunks = [...text.matchAll(/^data: (\{.*\})$/gm)].map(
    ([, json]) => JSON.parse(json!) as Chunk,
  );
  const deltas = chunks.flatMap(({ choices }) => choices?.map(({ delta }) => delta) ?? []);
  return {
    chunks,
    text,
    reasoning: deltas.flatMap(({ reasoning_content: piece }) => (piece ? [piece] : [])),
    content: deltas.map(({ content }) => content ?? '').join(''),
  };
}

/** A command that says nothing for three seconds. */
const slow = { toolCalls: [{ id: 'slow', name: 'terminal', arguments: { command: 'sleep 3' } }] };

describe('while a tool is silent', () => {
  it('ChatBox gets data, since its Stop is dead while nothing but comments come', async () => {
    upstream.reply(slow, { text: 'Done' });
    const { reasoning, content } = await stream('chatbox');
    // On a busy machine the command takes longer, and there are more of them.
    expect(reasoning.join('')).toMatch(/^▸ terminal: `sleep 3` +✓ \d+(\.\d)? s$/);
    expect(reasoning).toContain(' ');
    expect(content).toBe('Done');
  });

  it('nobody gets any before a tool line or reasoning, with tool activity off, or with the switch off', async () => {
    upstream.reply({ text: 'Late', firstByteDelayMs: 2500 });
    const late = stream('chatbox');
    expect((await late).reasoning).toEqual([]);
    host.host.settings.update({ streaming: { toolActivity: 'off' } });
    upstream.reply({ ...slow, reasoning: 'Hm' }, { text: 'Done' });
    expect((await stream('chatbox')).reasoning).toEqual(['Hm']);
    host.host.settings.update({ streaming: { toolActivity: 'reasoning', heartbeat: false } });
    upstream.reply(slow, { text: 'Done' });
    expect((await stream('chatbox')).reasoning.join('')).not.toMatch(/`sleep 3` {2}/);
  });

  it('Open WebUI, which sorts thinking before the text, is told again what is waited for', async () => {
    upstream.reply({ ...slow, text: 'I wait.' }, { text: 'Done' });
    const { reasoning } = await stream('openWebui');
    expect(reasoning.slice(0, 2)).toEqual([
      '▸ terminal: `sleep 3`',
      expect.stringMatching(/^\n▸ terminal: `sleep 3` … 2\.\d s$/),
    ]);
  });

  it('AnythingLLM gets no thinking once text has come: it would never close it', async () => {
    upstream.reply(
      { ...slow, text: 'I wait.', reasoning: 'Hm' },
      { reasoning: 'Ah', text: 'Done' },
    );
    const { reasoning, content } = await stream('anythingllm');
    expect(reasoning).toEqual(['Hm']);
    expect(content).toBe('I wait.\n\nDone');
  });
});

describe('how a command ended', () => {
  it('stands behind it: it ran, it failed, it was refused', async () => {
    const run = (command: string) => ({
      toolCalls: [{ id: command, name: 'terminal', arguments: { command } }],
    });
    upstream.reply(run('echo *a_b*'), run('exit 3'), run('shutdown -h now'), { text: 'Done' });
    const { reasoning } = await stream('chatbox');
    expect(reasoning.join('').split('\n')).toEqual([
      expect.stringMatching(/^▸ terminal: `echo \*a_b\*` ✓ \d\.\d s$/),
      '▸ terminal: `exit 3` ✗ exit 3',
      '▸ terminal: `shutdown -h now` ✗ refused',
    ]);
  });
});

describe('a run that fails in its stream', () => {
  it.each(['nextchat', 'ownNextchat', 'chatUi', 'cherry'] as const)(
    'is told to %s as text too, for it drops the words of an error',
    async (client) => {
      upstream.reply({ text: ['Half ', 'an answer'], cutAfterChunks: 2 });
      const { content, chunks, text } = await stream(client);
      const { error } = chunks.at(-1)!;
      expect(content).toBe(`Half \n\n⚠ Hermes Tray: ${error!.message}`);
      expect(text).toMatch(/data: \[DONE\]\n\n$/);
    },
  );

  it('is told to others by the error alone', async () => {
    upstream.reply({ text: ['Half ', 'an answer'], cutAfterChunks: 2 });
    const { content, chunks } = await stream('sdk');
    expect(content).toBe('Half ');
    expect(chunks.at(-1)!.error).toBeDefined();
  });
});

describe('a history', () => {
  const turn = (said: string | null) => [
    { role: 'user', content: 'List the files' },
    { role: 'assistant', content: said },
    { role: 'user', content: 'Go on' },
  ];

  it.each([
    ['NextChat', '> ▸ terminal: `ls -la` ✓ 0.1 s\n\nTwo files.'],
    ['an older NextChat chat', '> ▸ terminal: ls -la\n\nTwo files.'],
    ['AnythingLLM', '<think>▸ terminal: `ls -la` ✓ 0.1 s</think>Two files.'],
    ['a client with tool activity in the text', '▸ terminal: `ls -la` ✗ exit 1\n\nTwo files.'],
  ])('of %s comes without the lines that we had put there', async (_client, said) => {
    upstream.reply({ text: 'ok' });
    await stream('nextchat', { messages: turn(said) });
    expect(history()[1]).toEqual({ role: 'assistant', content: 'Two files.' });
  });

  it('leaves out answers that were stopped before their first word', async () => {
    for (const said of ['', ' \n', null, '> ▸ terminal: `ls -la`']) {
      before = upstream.requests.length;
      upstream.reply({ text: 'ok' });
      await stream('chatbox', { messages: turn(said) });
      expect(JSON.stringify(history())).not.toContain('"assistant"');
    }
  });

  it('that ends with an answer asks the model to go on', async () => {
    upstream.reply({ text: ' and four.' });
    const messages = [
      { role: 'user', content: 'Count to four' },
      { role: 'assistant', content: 'One, two, three' },
    ];
    const { content } = await stream('openWebui', { messages });
    expect(history().slice(0, 2)).toEqual(messages);
    expect(history()[2]).toMatchObject({
      role: 'user',
      content: expect.stringMatching(/^Go on /) as string,
    });
    expect(content).toBe(' and four.');
  });
});
