import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** Functions the client declares: what the model is told of them, and what of their calls comes back. */

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
/** What this test's first request to the model service said. */
const asked = () => upstream.requests[before]!.body;
/** The names of the functions offered to the model. */
const offered = (): string[] =>
  (asked().tools ?? []).map((tool) => ('function' in tool ? tool.function.name : tool.type));

const named = (name: string) => ({ type: 'function', function: { name } });
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
    strict: true,
  },
};
const time = named('get_time');
const tools = [weather, time];

const chat = (body: object): Promise<Response> =>
  fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], tools, ...body }),
  });

interface Choice {
  message: { content: string | null; tool_calls?: unknown[] };
  finish_reason: string;
}
async function answerTo(body: object): Promise<Choice> {
  const { choices } = (await (await chat(body)).json()) as { choices: Choice[] };
  return choices[0]!;
}

it('client tools reach the model as they were declared', async () => {
  upstream.reply({ text: 'ok' });
  await chat({});
  expect(asked().tools).toEqual(expect.arrayContaining([weather, time]));
});

describe('calls', () => {
  const calls = [
    { id: 'call_p', name: 'get_weather', arguments: { city: 'Paris' } },
    { id: 'call_t', name: 'get_time', arguments: {} },
  ];
  const handedBack = [
    {
      id: 'call_p',
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
    },
    { id: 'call_t', type: 'function', function: { name: 'get_time', arguments: '{}' } },
  ];

  it('that are several come back all, in order, with null for a text that was not said', async () => {
    upstream.reply({ toolCalls: calls });
    expect(await answerTo({})).toMatchObject({
      message: { content: null, tool_calls: handedBack },
      finish_reason: 'tool_calls',
    });
  });

  it('that are several come in one chunk of a stream, numbered', async () => {
    upstream.reply({ toolCalls: calls });
    const numbered = handedBack.map((call, index) => ({ index, ...call }));
    const text = await (await chat({ stream: true })).text();
    expect(text).toContain(`"delta":${JSON.stringify({ tool_calls: numbered })}`);
    expect(text).toMatch(/"finish_reason":"tool_calls".*\n\ndata: \[DONE\]\n\n$/);
  });

  it.each([false, true])(
    'beside one of a server tool come back alone, once that has run (stream: %s)',
    async (stream) => {
      const file = `ran-${stream}.txt`;
      const command = `touch ${file}`;
      upstream.reply({
        toolCalls: [{ id: 'call_s', name: 'terminal', arguments: { command } }, ...calls],
      });
      const text = await (await chat({ stream })).text();
      expect(text).toContain('call_p');
      expect(text).toContain('call_t');
      expect(text).not.toContain('call_s');
      expect(text).toContain(`▸ terminal: \`${command}\``);
      expect(existsSync(path.join(host.workspace, file))).toBe(true);
      expect(upstream.requests).toHaveLength(before + 1);
    },
  );
});

describe('a tool of the client that has the name of one of ours', () => {
  it('is the client’s, and ours stays within reach under another name', async () => {
    await writeFile(path.join(host.workspace, 'here.txt'), 'what only the agent can read');
    upstream.reply(
      { toolCalls: [{ id: 'ours', name: 'hermes_read_file', arguments: { path: 'here.txt' } }] },
      { toolCalls: [{ id: 'theirs', name: 'read_file', arguments: { path: 'there.txt' } }] },
    );
    const answer = await answerTo({ tools: [named('read_file')] });
    expect(offered().filter((name) => name.endsWith('read_file'))).toEqual([
      'read_file',
      'hermes_read_file',
    ]);
    expect(answer.message.tool_calls).toMatchObject([{ id: 'theirs' }]);
    const [output] = upstream.requests[before + 1]!.body.messages.slice(-1);
    expect(JSON.stringify(output)).toContain('what only the agent can read');
  });
});

describe('a client that demands a call', () => {
  const required = { tools: [weather], tool_choice: 'required' };
  const work = { toolCalls: [{ id: 'w', name: 'list_nothing', arguments: {} }] };
  const final = { toolCalls: [{ id: 'call_p', name: 'get_weather', arguments: { city: 'Oslo' } }] };

  it('gets it after the agent has worked with its own tools', async () => {
    upstream.reply(
      { toolCalls: [{ id: 's', name: 'terminal', arguments: { command: 'echo 12 °C' } }] },
      final,
    );
    const { finish_reason, message } = await answerTo(required);
    expect(finish_reason).toBe('tool_calls');
    expect(message.tool_calls).toMatchObject([{ id: 'call_p' }]);
    expect(upstream.requests[before + 1]!.body.tool_choice).toBe('required');
  });

  it('is not answered in words: the model is asked once more', async () => {
    upstream.reply({ text: 'It is cold.' }, final);
    const { message } = await answerTo(required);
    expect(message.tool_calls).toMatchObject([{ id: 'call_p' }]);
    const again = upstream.requests[before + 1]!.body;
    expect(again.messages.at(-1)).toMatchObject({ role: 'user' });
    expect(JSON.stringify(again.messages.at(-1))).toContain('get_weather');
    expect(again.tools).toEqual([weather]);
  });

  it('gets the words where the model will not call', async () => {
    upstream.reply({ text: 'It is cold.' }, { text: 'Really cold.' });
    const { finish_reason, message } = await answerTo(required);
    expect(finish_reason).toBe('stop');
    expect(message.content).toContain('Really cold.');
    expect(upstream.requests).toHaveLength(before + 2);
  });

  it('gets it at the limit of model calls, too', async () => {
    host.host.settings.update({ agent: { maxIterations: 2 } });
    upstream.reply(work, work, final);
    const { message } = await answerTo(required);
    host.host.settings.update({ agent: { maxIterations: undefined } });
    expect(message.tool_calls).toMatchObject([{ id: 'call_p' }]);
    const { tools, tool_choice } = upstream.requests[before + 2]!.body;
    expect(tools).toEqual([weather]);
    expect(tool_choice).toBe('required');
  });
});

describe('the most tokens that a client allows', () => {
  const args = JSON.stringify({ path: 'long.txt', content: 'x'.repeat(400) });
  const cut = { name: 'write_file', arguments: args.slice(0, 200) };
  const whole = { name: 'write_file', arguments: args };
  const spent = { prompt_tokens: 5, completion_tokens: 1024 };

  it.each([
    ['says that it was cut off', { finishReason: 'length' }],
    ['only stops', { finishReason: 'tool_calls', usage: spent }],
  ])('never cut what is written to a file, where the service %s', async (_, ending) => {
    upstream.reply(
      { text: 'I write.', toolCalls: [cut], ...ending },
      { text: 'I write.', toolCalls: [whole] },
      { text: 'Done.' },
    );
    const { message } = await answerTo({ tools: [], max_tokens: 1024 });
    expect(message.content).toBe('I write.\n\nDone.');
    const written = await readFile(path.join(host.workspace, 'long.txt'), 'utf8');
    expect(written).toBe('x'.repeat(400));
    const asks = upstream.requests.slice(before).map(({ body }) => body.max_tokens);
    expect(asks).toEqual([1024, undefined, 1024]);
    expect(upstream.requests[before + 1]!.body.messages).toEqual(asked().messages);
    await rm(path.join(host.workspace, 'long.txt'));
  });

  it('cut an answer in words', async () => {
    upstream.reply({ text: 'A long ans', finishReason: 'length' });
    const { finish_reason } = await answerTo({ tools: [], max_tokens: 1024 });
    expect(finish_reason).toBe('length');
    expect(upstream.requests).toHaveLength(before + 1);
  });

  it('are the service’s own where the client sets none: what broke off is not asked for again', async () => {
    upstream.reply({ text: 'I write.', toolCalls: [cut], finishReason: 'length' });
    const { finish_reason } = await answerTo({ tools: [] });
    expect(finish_reason).toBe('length');
    expect(upstream.requests).toHaveLength(before + 1);
  });
});

describe('tool_choice', () => {
  const allowed = (mode: string) => ({
    type: 'allowed_tools',
    allowed_tools: { mode, tools: [named('get_time')] },
  });

  it.each<[unknown, { client: string[]; server: boolean; sent: unknown }]>([
    [undefined, { client: ['get_weather', 'get_time'], server: true, sent: undefined }],
    ['auto', { client: ['get_weather', 'get_time'], server: true, sent: undefined }],
    ['none', { client: [], server: true, sent: undefined }],
    ['required', { client: ['get_weather', 'get_time'], server: true, sent: 'required' }],
    [named('get_time'), { client: ['get_time'], server: false, sent: time }],
    [allowed('auto'), { client: ['get_time'], server: true, sent: undefined }],
    [allowed('required'), { client: ['get_time'], server: true, sent: 'required' }],
  ])('%j is honoured', async (tool_choice, { client, server, sent }) => {
    upstream.reply({ toolCalls: [{ name: 'get_time', arguments: {} }] });
    await chat({ tool_choice });
    const names = offered();
    expect(names.filter((name) => name.startsWith('get_'))).toEqual(client);
    expect(names.includes('terminal')).toBe(server);
    expect(asked().tool_choice).toEqual(sent);
  });
});
