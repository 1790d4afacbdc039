import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/** Functions the client declares: what the model is told of them, and what of their calls comes back. */

let upstream: ScriptedUpstream;
let host: TestHost;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
  host = await startTestHost({
    upstream: upstream.url,
    settings: { agent: { approvals: 'allow' } },
  });
});
afterAll(async () => {
  await host.close();
  await upstream.close();
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
    'beside one of a server tool come back alone, and nothing runs here (stream: %s)',
    async (stream) => {
      const command = 'touch never.txt';
      upstream.reply({
        toolCalls: [{ id: 'call_s', name: 'terminal', arguments: { command } }, ...calls],
      });
      const text = await (await chat({ stream })).text();
      expect(text).toContain('call_p');
      expect(text).toContain('call_t');
      expect(text).not.toContain('call_s');
      expect(text).not.toContain('terminal');
      expect(existsSync(path.join(host.workspace, 'never.txt'))).toBe(false);
      expect(upstream.requests).toHaveLength(before + 1);
    },
  );
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
    ['required', { client: ['get_weather', 'get_time'], server: false, sent: 'required' }],
    [named('get_time'), { client: ['get_weather', 'get_time'], server: false, sent: time }],
    [allowed('auto'), { client: ['get_time'], server: true, sent: undefined }],
    [allowed('required'), { client: ['get_time'], server: false, sent: 'required' }],
  ])('%j is honoured', async (tool_choice, { client, server, sent }) => {
    upstream.reply({ text: 'ok' });
    await chat({ tool_choice });
    const names = offered();
    expect(names.filter((name) => name.startsWith('get_'))).toEqual(client);
    expect(names.includes('terminal')).toBe(server);
    expect(asked().tool_choice).toEqual(sent);
  });
});
