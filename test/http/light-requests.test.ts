import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
  // A model that does what it is told wherever it can, as models do.
  upstream.replyWith(({ tools, messages }) =>
    tools && messages.at(-1)!.role !== 'tool'
      ? { toolCalls: [{ name: 'terminal', arguments: { command: 'echo once >> done.txt' } }] }
      : { text: 'ok' },
  );
});
afterEach(async () => {
  await closeBoth({ host, upstream });
});

async function chat(
  messages: { role: string; content: string }[],
  extra: object = {},
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...host.headers, ...headers },
    body: JSON.stringify({ model: 'hermes-agent', messages, ...extra }),
  });
  expect(response.status).toBe(200);
  return response.text();
}

/** How often the command ran. */
const times = async (): Promise<number> => {
  const file = path.join(host.workspace, 'done.txt');
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').length - 1;
};

const question = { role: 'user', content: 'Write once to done.txt' };

describe('a chat whose client also asks for a title', () => {
  it('runs its command once: LobeChat, both streamed and at the same time', async () => {
    await Promise.all([
      chat([question], { stream: true }),
      chat(
        [
          {
            role: 'system',
            content:
              'You are a professional conversation summarizer. Generate a concise title that captures the essence of the conversation.',
          },
          { role: 'user', content: `user: ${question.content}` },
        ],
        { stream: true },
      ),
    ]);
    expect(await times()).toBe(1);
  });

  it('runs its command once: Chat UI, whose header is empty on titles', async () => {
    await Promise.all([
      chat([question], { stream: true }, { 'ChatUI-Conversation-ID': '6740c9' }),
      chat(
        [
          { role: 'system', content: 'Name it.' },
          { role: 'user', content: `User message: "${question.content}"` },
        ],
        { stream: true, max_tokens: 24 },
        { 'ChatUI-Conversation-ID': '' },
      ),
    ]);
    expect(await times()).toBe(1);
  });

  it('runs its command once: a client nobody knows, that asks with the same words', async () => {
    await chat([question], { stream: true });
    await chat([{ role: 'system', content: 'Four words about this, please.' }, question]);
    expect(upstream.requests.at(-1)!.body.tools).toBeUndefined();
    expect(await times()).toBe(1);
  });

  it('runs its command once: such a client, streamed, with the words in quotes', async () => {
    await chat([question], { stream: true });
    await chat(
      [
        { role: 'system', content: 'Four words about this, please.' },
        { role: 'user', content: `The user says: "${question.content}"` },
      ],
      { stream: true },
    );
    expect(await times()).toBe(1);
    const last = upstream.requests.at(-1)!.body.messages.at(-1)!;
    expect(last.content).toMatch(/^Nothing was done: this request has the words of a chat/);
  });
});

describe('what is no repetition of another chat', () => {
  it('is the same question asked again under the same system prompt, but for its clock', async () => {
    const at = (time: string) => ({ role: 'system', content: `Be brief. It is ${time}.` });
    await chat([at('10:11'), question]);
    await chat([at('10:12'), question]);
    expect(await times()).toBe(2);
  });

  it('is another question under another system prompt', async () => {
    await chat([question]);
    await chat([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Do it' },
    ]);
    expect(await times()).toBe(2);
  });
});

describe("a client's exact sign", () => {
  const title = { role: 'user', content: '### Task:\nGenerate a concise title\n<chat_history>' };

  it.each([
    ['a task', 'title_generation', 0],
    ['a chat, whatever it looks like', '', 1],
    ['nothing, where its template was not filled in', '{{TASK}}', 0],
  ])('in X-Hermes-Task says: %s', async (_name, task, runs) => {
    await chat([title], {}, { 'X-Hermes-Task': task });
    expect(await times()).toBe(runs);
  });
});

it('an instruction behind the conversation stays behind it', async () => {
  await chat(
    [
      { role: 'system', content: 'Be brief.' },
      question,
      { role: 'assistant', content: 'Done.' },
      { role: 'system', content: 'Summarize the discussion briefly in 200 words or less' },
    ],
    { stream: true },
  );
  const { messages, tools } = upstream.requests[0]!.body;
  expect(tools).toBeUndefined();
  expect(messages.at(-1)).toMatchObject({ role: 'user' });
  expect(messages.at(-1)!.content).toMatch(/^Summarize the discussion/);
});

it('a chat with a file in Open WebUI keeps its tools', async () => {
  const content =
    '### Task:\nRespond to the user query using the provided context, incorporating inline citations.\n<context></context>\n\nWrite once to done.txt';
  await chat([{ role: 'user', content }], { stream: true });
  expect(await times()).toBe(1);
});
