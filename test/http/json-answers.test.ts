import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ScriptedReply, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** Clients that ask for JSON parse all of the text: nothing else may stand in it. */

const schema = z.object({ kernel: z.string() });
const preamble = ['Let me ', 'look at the machine.'];
const call = [{ name: 'terminal', arguments: { command: 'echo Linux' } }];
const json = ['{"kernel":', '"Linux"}'];

let upstream: ScriptedUpstream;
let host: TestHost;
let client: OpenAI;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
  client = new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key!, maxRetries: 0 });
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});
afterEach(() => {
  host.host.settings.update({ streaming: { toolActivity: 'reasoning' } });
});

const request = {
  model: 'hermes-agent',
  messages: [{ role: 'user' as const, content: 'Which kernel runs here?' }],
  response_format: zodResponseFormat(schema, 'answer'),
};

/** The deltas of a streamed answer, by channel. */
async function streamed(): Promise<{ content: string[]; reasoning: string; finish: unknown }> {
  const all = { content: [] as string[], reasoning: '', finish: null as unknown };
  for await (const { choices } of await client.chat.completions.create({
    ...request,
    stream: true,
  })) {
    const delta = choices[0]?.delta as { content?: string; reasoning_content?: string };
    if (delta?.content) all.content.push(delta.content);
    all.reasoning += delta?.reasoning_content ?? '';
    all.finish = choices[0]?.finish_reason ?? all.finish;
  }
  return all;
}

describe('what a model says before it uses a tool', () => {
  it('is no part of a JSON answer: it stands in the thinking area', async () => {
    upstream.reply({ text: preamble, toolCalls: call }, { text: json });
    const { choices } = await client.chat.completions.parse(request);
    expect(choices[0]!.message.parsed).toEqual({ kernel: 'Linux' });
    const { reasoning_content: thought } = choices[0]!.message as { reasoning_content?: string };
    expect(thought).toMatch(/^Let me look at the machine\.\n\n▸ terminal: `echo Linux/);
  });

  it('is no part of a streamed one', async () => {
    upstream.reply({ text: preamble, toolCalls: call }, { text: json });
    const { content, reasoning } = await streamed();
    expect(content.join('')).toBe('{"kernel":"Linux"}');
    expect(reasoning).toContain('Let me look at the machine.');
  });

  it('is no part of a response', async () => {
    upstream.reply({ text: preamble, toolCalls: call }, { text: json });
    const response = await client.responses.parse({
      model: 'hermes-agent',
      input: 'Which kernel runs here?',
      text: { format: zodTextFormat(schema, 'answer') },
    });
    expect(response.output_parsed).toEqual({ kernel: 'Linux' });
    expect(response.output_text).toBe('{"kernel":"Linux"}');
  });

  it('stays in the answer where no JSON was asked for', async () => {
    upstream.reply({ text: preamble, toolCalls: call }, { text: 'Linux.' });
    const { messages, model } = request;
    const { choices } = await client.chat.completions.create({ model, messages });
    expect(choices[0]!.message.content).toBe('Let me look at the machine.\n\nLinux.');
  });
});

describe('a JSON answer', () => {
  it('comes piece by piece, as any other', async () => {
    upstream.reply({ text: [' \n', '{"kernel":', '"Lin', 'ux"}'], chunkDelayMs: 30 });
    expect((await streamed()).content).toEqual([' \n{"kernel":', '"Lin', 'ux"}']);
  });

  it('holds no lines about tools, even where the setting puts them into the answer', async () => {
    host.host.settings.update({ streaming: { toolActivity: 'content' } });
    upstream.reply({ toolCalls: call }, { text: json }, { toolCalls: call }, { text: json });
    const { choices } = await client.chat.completions.parse(request);
    expect(choices[0]!.message.parsed).toEqual({ kernel: 'Linux' });
    expect((await streamed()).content.join('')).toBe('{"kernel":"Linux"}');
  });

  it.each<[string, ScriptedReply, string, unknown]>([
    ['is something else', { text: ['I would ', 'rather not.'] }, 'I would rather not.', 'stop'],
    [
      'is cut off before a tool is called',
      { text: ['Well, ', 'so'], toolCalls: call, finishReason: 'length' },
      'Well, so',
      'length',
    ],
  ])('that %s is passed on all the same', async (_what, reply, content, finish) => {
    upstream.reply(reply);
    expect(await streamed()).toMatchObject({ finish });
    upstream.reply(reply);
    const { choices } = await client.chat.completions.create(request);
    expect(choices[0]).toMatchObject({ message: { content }, finish_reason: finish });
  });

  it('that breaks off keeps what had come', async () => {
    upstream.reply({ text: ['I think ', 'that', '…'], cutAfterChunks: 3 });
    const response = await fetch(`${host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: host.headers,
      body: JSON.stringify({ ...request, stream: true }),
    });
    const text = await response.text();
    expect(text).toContain('I think that');
    expect(text).toMatch(/"error":.*\n\ndata: \[DONE\]/);
  });
});
