import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemPids } from '../support/namespaced-processes.ts';
import { conversationOf, promptOf } from '../support/prompt-of.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** The whole way: client → HTTP → run → agent → real tools and a scripted model service. */

let upstream: ScriptedUpstream;
let host: TestHost;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});

let before = 0;
beforeEach(() => {
  before = upstream.requests.length;
});
/** The n-th request of this test to the model service, counted from 0. */
const asked = (n = 0) => upstream.requests[before + n]!.body;

const user = { role: 'user', content: 'Hi' };
const weather = {
  type: 'function',
  function: { name: 'get_weather', description: 'Weather', parameters: { type: 'object' } },
};

function chat(body: object, init: RequestInit = {}): Promise<Response> {
  return fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [user], ...body }),
    ...init,
  });
}

interface Completion {
  choices: {
    message: { content: string | null; reasoning_content?: string; tool_calls?: unknown[] };
    finish_reason: string;
  }[];
  usage: unknown;
}
const complete = async (body: object) => (await (await chat(body)).json()) as Completion;

const toolNames = (n = 0): string[] =>
  (asked(n).tools ?? []).map((tool) => ('function' in tool ? tool.function.name : tool.type));

describe('what reaches the model', () => {
  it("is the core prompt with the client's system and developer texts after it, in order", async () => {
    upstream.reply({ text: 'ok' });
    await complete({
      messages: [
        { role: 'system', content: 'Speak like a pirate.' },
        user,
        { role: 'developer', content: [{ type: 'text', text: 'And be brief.' }] },
        { role: 'assistant', content: 'Arr' },
        { role: 'user', content: 'Again' },
      ],
    });
    const { messages } = asked();
    const text = promptOf(messages);
    expect(messages[0]!.role).toBe('system');
    expect(text).toContain('Speak like a pirate.\nAnd be brief.');
    expect(text.indexOf('Speak like a pirate.')).toBeGreaterThan(200);
    expect(conversationOf(messages)).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Arr' },
      { role: 'user', content: 'Again' },
    ]);
  });

  it('are the sampling parameters, the response format and the reasoning effort', async () => {
    upstream.reply({ text: '{}' });
    const parameters = {
      temperature: 0.1,
      top_p: 0.5,
      max_completion_tokens: 50,
      stop: ['END'],
      seed: 3,
      presence_penalty: 0.2,
      frequency_penalty: 0.3,
      logit_bias: { '1': 2 },
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
      },
      reasoning_effort: 'low',
    };
    await complete({ ...parameters, user: 'u1', top_k: 5, model: 'gpt-4o' });
    expect(asked()).toMatchObject(parameters);
    expect(asked()).not.toHaveProperty('user');
    expect(asked()).not.toHaveProperty('top_k');
    expect(asked().model).toBe('test-model');
  });

  it('are images, by address and by data URL', async () => {
    upstream.reply({ text: 'A cat' });
    const content = [
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
      { type: 'image_url', image_url: { url: 'https://example.com/cat.png', detail: 'low' } },
    ];
    await complete({ messages: [{ role: 'user', content }] });
    expect(conversationOf(asked().messages).at(-1)!.content).toEqual(content);
  });
});

describe('server tools', () => {
  it('run here, and the client sees one answer with their activity as reasoning', async () => {
    await writeFile(path.join(host.workspace, 'notes.txt'), 'The code word is kumquat.\n');
    upstream.reply(
      {
        text: 'Let me look.',
        toolCalls: [
          { name: 'read_file', arguments: { path: 'notes.txt' } },
          { name: 'terminal', arguments: { command: 'echo made > made.txt && echo done' } },
        ],
        usage: { prompt_tokens: 100, completion_tokens: 20 },
      },
      { text: 'It is kumquat.', usage: { prompt_tokens: 150, completion_tokens: 5 } },
    );
    const body = await complete({});
    expect(body.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: {
        content: 'Let me look.\n\nIt is kumquat.',
        reasoning_content: expect.stringMatching(
          /^▸ read_file: `.*notes\.txt.*`\n▸ terminal: `echo made > made\.txt && echo done`\n(▸ (read_file|terminal): `.*` ✓ [\d.]+ s\n?){2}$/,
        ) as string,
      },
    });
    expect(body.choices[0]!.message).not.toHaveProperty('tool_calls');
    expect(body.usage).toMatchObject({
      prompt_tokens: 250,
      completion_tokens: 25,
      total_tokens: 275,
    });
    const results = asked(1).messages.filter((message) => message.role === 'tool');
    expect(results[0]!.content).toContain('kumquat');
    expect(results[1]!.content).toContain('done');
    expect(await readFile(path.join(host.workspace, 'made.txt'), 'utf8')).toBe('made\n');
  });
});

describe('client tools', () => {
  it('are offered beside the server tools and handed back when called', async () => {
    upstream.reply({
      text: 'I ask.',
      toolCalls: [{ id: 'call_w', name: 'get_weather', arguments: { city: 'Paris' } }],
    });
    const body = await complete({ tools: [weather] });
    expect(toolNames()).toEqual(expect.arrayContaining(['get_weather', 'terminal']));
    expect(body.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: 'I ask.',
        tool_calls: [
          {
            id: 'call_w',
            type: 'function',
            function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
          },
        ],
      },
    });
    expect(body.choices[0]!.message).not.toHaveProperty('reasoning_content');
  });

  it('are answered by tool messages in the next request', async () => {
    upstream.reply({ text: 'Sunny.' });
    const call = {
      id: 'call_w',
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
    };
    const messages = [
      user,
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_w', content: 'sunny' },
    ];
    const body = await complete({ messages, tools: [weather] });
    expect(conversationOf(asked().messages)).toEqual(messages);
    expect(body.choices[0]!.message.content).toBe('Sunny.');
  });

  it('win over a server tool of the same name, for that request', async () => {
    upstream.reply(
      { toolCalls: [{ name: 'terminal', arguments: { command: 'touch never.txt' } }] },
      { text: 'ok' },
    );
    const terminal = { type: 'function', function: { name: 'terminal', parameters: {} } };
    const body = await complete({ tools: [terminal] });
    expect(toolNames().filter((name) => name === 'terminal')).toHaveLength(1);
    expect(body.choices[0]!.finish_reason).toBe('tool_calls');
    expect(existsSync(path.join(host.workspace, 'never.txt'))).toBe(false);
    await complete({});
    expect(toolNames(1)).toContain('terminal');
  });

  it('are none for tools: [], and taken away by tool_choice none; the server tools stay', async () => {
    upstream.reply({ text: 'ok' }, { text: 'ok' });
    await complete({ tools: [] });
    await complete({ tools: [weather], tool_choice: 'none' });
    for (const n of [0, 1]) {
      expect(toolNames(n)).toContain('terminal');
      expect(toolNames(n)).not.toContain('get_weather');
    }
  });

  it.each([['required'], [{ type: 'function', function: { name: 'get_weather' } }]])(
    'are demanded by tool_choice %j',
    async (tool_choice) => {
      upstream.reply({ toolCalls: [{ name: 'get_weather', arguments: {} }] });
      const body = await complete({ tools: [weather], tool_choice });
      expect(asked().tool_choice).toEqual(tool_choice);
      expect(body.choices[0]!.finish_reason).toBe('tool_calls');
    },
  );

  it('come as one tool_calls chunk in a stream', async () => {
    upstream.reply({
      toolCalls: [{ id: 'call_w', name: 'get_weather', arguments: { city: 'Paris' } }],
    });
    const text = await (await chat({ tools: [weather], stream: true })).text();
    expect(text).toContain(
      '"delta":{"tool_calls":[{"index":0,"id":"call_w","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"Paris\\"}"}}]}',
    );
    expect(text).toContain('"finish_reason":"tool_calls"');
  });
});

describe('the finish', () => {
  it.each(['length', 'content_filter'])('is %s when the model stopped so', async (finishReason) => {
    upstream.reply({ text: 'Half a', finishReason });
    expect((await complete({})).choices[0]!.finish_reason).toBe(finishReason);
  });

  it("passes on the upstream's reasoning", async () => {
    const reply = { reasoning: ['Hm', 'm.'], text: 'Yes.' };
    upstream.reply(reply, reply);
    expect((await complete({})).choices[0]!.message).toMatchObject({
      content: 'Yes.',
      reasoning_content: 'Hmm.',
    });
    const text = await (await chat({ stream: true })).text();
    expect(text).toMatch(/"reasoning_content":"Hm"[^]*"reasoning_content":"m\."[^]*"Yes\."/);
  });
});

describe('trouble with the model service', () => {
  it.each([
    [401, 400, 'upstream_error'],
    [403, 400, 'upstream_error'],
    [400, 400, 'upstream_error'],
  ])('%i before anything was sent is HTTP %i, streaming or not', async (status, expected, code) => {
    for (const stream of [false, true]) {
      upstream.replyWith(() => ({ status }));
      const response = await chat({ stream });
      expect(response.status).toBe(expected);
      expect(response.headers.get('x-should-retry')).toBe('false');
      expect(await response.json()).toMatchObject({ error: { code } });
    }
  });

  it('within the text ends the stream with an error after the text, never repeated', async () => {
    upstream.reply({ text: ['One ', 'two ', 'three'], cutAfterChunks: 3 });
    const text = await (await chat({ stream: true })).text();
    expect(text.match(/"content":"One "/g)).toHaveLength(1);
    expect(text).toMatch(
      /data: \{"error":\{.*"code":"upstream_error".*\}\}\n\ndata: \[DONE\]\n\n$/,
    );
    expect(text).not.toContain('"finish_reason":"stop"');
    expect(upstream.requests).toHaveLength(before + 1);
  });

  it('within the text of a plain request is an error, not half an answer', async () => {
    upstream.reply({ text: ['One ', 'two ', 'three'], cutAfterChunks: 3 });
    const response = await chat({});
    expect(response.status).toBe(502);
    expect(response.headers.get('x-should-retry')).toBe('false');
  });
});

describe('a client that disconnects', () => {
  const aborts: AbortController[] = [];
  afterEach(() => aborts.splice(0).forEach((abort) => abort.abort()));

  function leaving(body: object): {
    left: Promise<unknown>;
    leave: () => void;
    text: () => string;
  } {
    const abort = new AbortController();
    aborts.push(abort);
    let seen = '';
    const left = chat(body, { signal: abort.signal }).then(async (response) => {
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        seen += piece;
      }
    });
    left.catch(() => undefined);
    return { left, leave: () => abort.abort(), text: () => seen };
  }

  it.each([
    ['before the first byte', { hang: 'before-headers' }, false],
    ['within the text', { text: 'Some', hang: 'mid-text' }, true],
  ] as const)('%s closes the upstream request', async (_when, reply, stream) => {
    upstream.reply(reply);
    const client = leaving({ stream });
    await upstream.waitForRequest(before + 1);
    if (stream) await expect.poll(client.text).toContain('Some');
    client.leave();
    await upstream.waitForAbort(before + 1);
    await expect.poll(() => host.host.runs.active()).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'while a tool runs stops it and all the processes it started',
    async () => {
      const pidFile = path.join(host.workspace, 'pids.txt');
      const command = `sh -c 'echo $$ >> pids.txt; sleep 300' & sleep 300 & echo $! >> pids.txt; wait`;
      upstream.reply({ toolCalls: [{ name: 'terminal', arguments: { command } }] });
      const client = leaving({ stream: true });
      const pids = async (): Promise<number[]> =>
        existsSync(pidFile)
          ? (await readFile(pidFile, 'utf8')).split('\n').filter(Boolean).map(Number)
          : [];
      await expect.poll(pids, { timeout: 10_000 }).toHaveLength(2);
      const started = systemPids(await pids(), host.workspace);
      expect(started).toHaveLength(2);
      client.leave();
      await expect.poll(() => started.filter(isAlive), { timeout: 5000 }).toEqual([]);
    },
  );
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
