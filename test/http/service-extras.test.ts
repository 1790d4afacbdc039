import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedReply, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/** Services that refuse to go on when a call comes back without what they sent with it. */

interface Message {
  role: string;
  content?: unknown;
  reasoning_content?: string;
  reasoning_details?: unknown;
  tool_calls?: { id: string; extra_content?: { google?: { thought_signature?: string } } }[];
}

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
});
afterEach(async () => {
  await closeBoth({ host, upstream });
});

const post = async (path: string, body: object) => {
  const response = await fetch(`${host.url}/v1/${path}`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const chat = (body: object = {}) =>
  post('chat/completions', { messages: [{ role: 'user', content: 'Hi' }], ...body });
const messages = (index: number): Message[] => upstream.requests[index]!.body.messages as Message[];
const callers = (all: Message[]): Message[] => all.filter(({ tool_calls: calls }) => calls);

const refuse = (message: string, status = 400): ScriptedReply => ({
  status,
  body: { error: { message } },
});
const call = (extra?: object): ScriptedReply['toolCalls'] => [
  { name: 'terminal', arguments: { command: 'echo hello' }, ...(extra ? { extra } : {}) },
];

/** Answers with a call first, and then with a text, as long as what it sent comes back. */
function replies(first: ScriptedReply, isWhole: (caller: Message) => boolean, refusal: string) {
  return (body: { messages: unknown[] }): ScriptedReply => {
    const said = body.messages as Message[];
    if (!callers(said).every(isWhole)) return refuse(refusal);
    return said.at(-1)!.role === 'tool' ? { text: 'Done.' } : first;
  };
}

const deepSeek = replies(
  { reasoning: ['I should ', 'look.'], toolCalls: call() },
  ({ reasoning_content: thought }) => Boolean(thought),
  'The `reasoning_content` in the thinking mode must be passed back to the API.',
);
const signature = { google: { thought_signature: 'c2lnbmVk' } };
const gemini = replies(
  { toolCalls: call({ extra_content: signature }) },
  ({ tool_calls: calls }) =>
    calls!.every(({ extra_content: extra }) => extra?.google?.thought_signature),
  'Function call is missing a thought_signature in functionCall parts.',
);

const clientTools = {
  tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }],
  messages: [
    { role: 'user', content: 'Weather?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_w', type: 'function', function: { name: 'get_weather', arguments: '{}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_w', content: 'Sunny.' },
  ],
};

describe('with its calls a service gets back', () => {
  it('the reasoning that led to them', async () => {
    upstream.replyWith(deepSeek);
    expect((await chat()).body).toMatchObject({ choices: [{ message: { content: 'Done.' } }] });
    expect(upstream.requests).toHaveLength(2);
    expect(callers(messages(1))).toEqual([
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'I should look.',
        tool_calls: [expect.objectContaining({ id: 'call_1', type: 'function' })],
      },
    ]);
  });

  it('their signatures', async () => {
    upstream.replyWith(gemini);
    expect((await chat()).body).toMatchObject({ choices: [{ message: { content: 'Done.' } }] });
    expect(callers(messages(1))[0]!.tool_calls![0]!.extra_content).toEqual(signature);
    expect(callers(messages(1))[0]).not.toHaveProperty('serviceExtras');
  });

  it('the details of its reasoning, as whole blocks', async () => {
    const frame = (delta: object, finish: string | null = null): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const piece = (fields: object): string => frame({ reasoning_details: [fields] });
    const format = 'anthropic-claude-v1';
    upstream.reply(
      {
        rawChunks: [
          piece({ type: 'reasoning.text', text: 'I ', index: 0, format }),
          piece({ type: 'reasoning.text', text: 'think', index: 0, format, signature: null }),
          piece({ type: 'reasoning.text', signature: 'c2ln', index: 0, format }),
          piece({ type: 'reasoning.encrypted', data: 'ZW5j', index: 1, format }),
          frame({
            tool_calls: [
              { index: 0, id: 'c1', type: 'function', function: { name: 'todo', arguments: '{}' } },
            ],
          }),
          frame({}, 'tool_calls'),
          'data: [DONE]\n\n',
        ],
      },
      { text: 'Done.' },
    );
    await chat();
    expect(callers(messages(1))[0]!.reasoning_details).toEqual([
      { type: 'reasoning.text', text: 'I think', signature: 'c2ln', index: 0, format },
      { type: 'reasoning.encrypted', data: 'ZW5j', index: 1, format },
    ]);
  });

  it('all of it in later turns of a conversation too, also after a restart', async () => {
    upstream.replyWith(deepSeek);
    const dataDir = await mkdtemp(path.join(tmpdir(), 'hermes-extras-'));
    for (const input of ['one', 'two']) {
      await host.close();
      host = await startTestHost({
        upstream: upstream.url,
        dataDir,
        settings: { agent: { approvals: 'allow' } },
      });
      const { body } = await post('responses', { input, conversation: 'c' });
      expect(body).toMatchObject({ status: 'completed' });
    }
    expect(callers(messages(3))).toHaveLength(2);
    expect(upstream.requests).toHaveLength(4);
    await host.close();
    await rm(dataDir, { recursive: true });
  });

  it('nothing beside the standard, where it sent nothing', async () => {
    upstream.reply({ toolCalls: call() }, { text: 'Done.' });
    await chat();
    expect(Object.keys(callers(messages(1))[0]!).toSorted()).toEqual([
      'content',
      'role',
      'tool_calls',
    ]);
  });
});

describe('what a service sent', () => {
  it('goes to no other', async () => {
    upstream.replyWith(deepSeek);
    await post('responses', { input: 'one', conversation: 'c' });
    host.host.settings.update({ model: { model: 'another-model' } });
    upstream.replyWith(() => ({ text: 'Hello.' }));
    await post('responses', { input: 'two', conversation: 'c' });
    expect(JSON.stringify(messages(2))).not.toMatch(/reasoning|serviceExtras/);
    expect(callers(messages(2))).toHaveLength(1);
  });

  it('is left out from then on where it does not want it back', async () => {
    upstream.reply(
      { reasoning: 'Hm.', toolCalls: call() },
      refuse("'messages.2' : property 'reasoning_content' is unsupported"),
      { reasoning: 'Hm.', toolCalls: call() },
      { text: 'Done.' },
    );
    expect((await chat()).status).toBe(200);
    expect(callers(messages(1))[0]).toHaveProperty('reasoning_content');
    for (const index of [2, 3]) {
      expect(callers(messages(index))[0]).not.toHaveProperty('reasoning_content');
    }
  });
});

describe("for a client's calls, of which nothing is known, a service gets", () => {
  it('a placeholder for the reasoning, once it asked for it', async () => {
    upstream.replyWith(deepSeek);
    expect((await chat(clientTools)).body).toMatchObject({
      choices: [{ message: { content: 'Done.' } }],
    });
    expect(callers(messages(0))[0]).not.toHaveProperty('reasoning_content');
    expect(callers(messages(1))[0]!.reasoning_content).toBe(' ');
    await chat(clientTools);
    expect(upstream.requests).toHaveLength(3);
  });

  it('a placeholder for the signature, once it asked for it', async () => {
    upstream.replyWith(gemini);
    expect((await chat(clientTools)).status).toBe(200);
    expect(callers(messages(1))[0]!.tool_calls![0]!.extra_content).toEqual({
      google: { thought_signature: 'skip_thought_signature_validator' },
    });
    await chat();
    const own = callers(messages(3))[0]!.tool_calls![0]!;
    expect(own.extra_content).toEqual(signature);
  });

  it('nothing twice: a refusal that stays is told', async () => {
    upstream.replyWith(() => refuse('reasoning_content is missing'));
    const { status, body } = await chat(clientTools);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('reasoning_content is missing');
    expect(upstream.requests).toHaveLength(2);
  });
});
