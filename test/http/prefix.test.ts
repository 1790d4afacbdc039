import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ScriptedRequest } from '../support/scripted-upstream.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    // The tool that searches is there only with a provider.
    settings: { agent: { webSearchProvider: 'searxng', searxngUrl: 'http://127.0.0.1:1' } },
  }));
  upstream.replyWith(() => ({ text: 'ok' }));
});
afterEach(async () => {
  await closeBoth({ host, upstream });
});

/** Characters before the first word, all tools on and nothing remembered. */
const longestPrefix = 10_000;

async function chat(): Promise<ScriptedRequest> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  return upstream.requests.at(-1)!;
}

it('the fixed prefix is at most 10,000 characters with everything on', async () => {
  const { messages, tools = [] } = (await chat()).body;
  const parts: [string, number][] = [
    ['system prompt', (messages[0]!.content as string).length],
    ...tools.map((tool): [string, number] => [
      'function' in tool ? tool.function.name : tool.type,
      JSON.stringify(tool).length,
    ]),
  ];
  const sum = parts.reduce((total, [, length]) => total + length, 0);
  const lines = parts.map(([name, length]) => `  ${String(length).padStart(6)}  ${name}`);
  process.stdout.write(`characters of the fixed prefix:\n${lines.join('\n')}\n  ${sum}  in all\n`);
  expect(sum).toBeLessThanOrEqual(longestPrefix);
});

/** What a model service reads of a request, in the order of most chat templates: tools, messages. */
const readBy = ({ body }: ScriptedRequest): string[] => [
  JSON.stringify(body.tools),
  ...body.messages.map((message) => JSON.stringify(message)),
];

/** A chat client that sends all that was said before, each time. */
function client(system?: () => string): (words: string) => Promise<string[]> {
  const messages: { role: string; content: string }[] = [];
  return async (words) => {
    messages.push({ role: 'user', content: words });
    const layer = system ? [{ role: 'system', content: system() }] : [];
    const response = await fetch(`${host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: host.headers,
      body: JSON.stringify({ messages: [...layer, ...messages] }),
    });
    expect(response.status).toBe(200);
    await response.text();
    messages.push({ role: 'assistant', content: 'ok' });
    return readBy(upstream.requests.at(-1)!);
  };
}

async function remember(content: string): Promise<void> {
  upstream.reply(
    { toolCalls: [{ name: 'memory', arguments: { target: 'memory', action: 'add', content } }] },
    { text: 'ok' },
  );
  await client()(`Remember this: ${content}`);
}

it('each turn begins with the whole turn before: a new memory entry in between', async () => {
  const ask = client(() => 'Be brief.');
  const first = await ask('one');
  await remember('The cat is called Kumquat.');
  const second = await ask('two');
  expect(second.slice(0, first.length)).toEqual(first);
  const third = await ask('three');
  expect(third.slice(0, second.length)).toEqual(second);
  expect(third.join('')).not.toContain('Kumquat');
  expect((await client()('another')).join('')).toContain('Kumquat');
});

it('each turn begins with the whole turn before: a system prompt with the time', async () => {
  let minute = 10;
  const ask = client(() => `Be brief. It is 14:${(minute += 1)}.`);
  const first = await ask('one');
  const second = await ask('two');
  // The message that was to be answered had the time before it.
  expect(second.slice(0, first.length - 1)).toEqual(first.slice(0, -1));
  expect(second.at(-1)).toContain('It is 14:12.');
});

it('two conversations in turn, and a title in between, change nothing of each other', async () => {
  const [one, other] = [client(() => 'Be brief.'), client(() => 'Speak Latin.')];
  const firsts = [await one('a'), await other('b')];
  await client(() => 'You are a chat thread titling assistant')('User message: "a"');
  const seconds = [await one('c'), await other('d')];
  for (const index of [0, 1]) {
    expect(seconds[index]!.slice(0, firsts[index]!.length)).toEqual(firsts[index]);
  }
});

it('every conversation, client and day shares the core and the tools', async () => {
  const [tools, core] = await client()('a');
  await remember('The cat is called Kumquat.');
  const later = await client(() => `Speak Latin. ${'x'.repeat(5_000)}`)('b');
  expect(later.slice(0, 2)).toEqual([tools, core]);
});
