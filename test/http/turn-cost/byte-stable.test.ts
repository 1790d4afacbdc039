import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  agentRequests,
  readBy,
  startConversationBench,
  summaryRequests,
  type Client,
  type ConversationBench,
} from '../../support/conversation-bench.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Answer = Parameters<typeof startConversationBench>[0];

/** What the model does: `(n calls)` in a person's words says how many tools it calls before its answer. */
function answer(...[said, outputs, body]: Parameters<Answer>): ReturnType<Answer> {
  if (body.tools === undefined) return { text: 'They talked about x.' };
  const remembered = /^Remember: (.*)/.exec(said)?.[1];
  if (remembered !== undefined && outputs === 0) {
    const args = { target: 'memory', action: 'add', content: remembered };
    return { toolCalls: [{ name: 'memory', arguments: args }] };
  }
  const wanted = Number(/\((\d) calls\)/.exec(said)?.[1] ?? 0);
  if (outputs < wanted) {
    const calls = [
      { name: 'read_file', arguments: { path: `notes-${outputs}.txt` } },
      { name: 'call_tool', arguments: { name: 'todo', arguments: {} } },
      { name: 'search_files', arguments: { pattern: 'line 7' } },
    ];
    const id = `call_${createHash('sha256').update(`${said} ${outputs}`).digest('hex').slice(0, 12)}z9`;
    return {
      text: outputs === 0 ? 'Let me look.' : '',
      toolCalls: [{ id, ...calls[outputs % 3]! }],
    };
  }
  return { text: `Answered: ${said}` };
}

/** Where a request does not begin with all of the one before; empty where it does. */
function firstDifference(before: readonly string[], request: readonly string[]): string {
  const at = before.findIndex((piece, index) => piece !== request[index]);
  if (at === -1) return '';
  return `piece ${at}:\n${before[at]!.slice(0, 500)}\nis now\n${request[at]?.slice(0, 500)}`;
}

/** Has a client ask; gives how many summaries were made on the way. */
type Ask = (client: Client, words: string, context: string) => Promise<number>;

/** Follows what each conversation sent last, and checks that its next request begins with that. */
function createWitness(bench: ConversationBench): Ask {
  const last = new Map<Client, string[]>();
  return async (client, words, context) => {
    const from = bench.upstream.requests.length;
    await client.ask(words);
    const made = bench.upstream.requests.slice(from);
    const summaries = summaryRequests(made).length;
    const sent = agentRequests(made).map(readBy);
    expect(sent.length, context).toBeGreaterThan(0);
    let before = summaries > 0 ? undefined : last.get(client);
    for (const request of sent) {
      if (before && summaries === 0) expect(firstDifference(before, request), context).toBe('');
      before = request;
    }
    last.set(client, before!);
    return summaries;
  };
}

async function start(
  options: Parameters<typeof startConversationBench>[1] = {},
): Promise<ConversationBench> {
  const bench = await startConversationBench(answer, options);
  onTestFinished(() => bench.close());
  for (const index of [0, 3]) {
    const lines = Array.from({ length: 40 }, (_, line) => `line ${line} of ${index}`);
    await writeFile(path.join(bench.host.workspace, `notes-${index}.txt`), lines.join('\n'));
  }
  return bench;
}

const title = { messages: [{ role: 'user', content: 'User message: "x"' }] };
const titling = [{ role: 'system', content: 'You are a chat thread titling assistant' }];
const day = 24 * 60 * 60 * 1000;

/** Every kind of client; all first words are alike. */
function clientsOf(bench: ConversationBench, random: () => number): Client[] {
  const clock = (): string => new Date().toISOString().slice(11, 16);
  const minute = (): string =>
    `${10 + Math.floor(random() * 13)}:${10 + Math.floor(random() * 50)}`;
  const date = (): string => new Date().toISOString().slice(0, 10);
  return [
    bench.client('a chat', {}),
    bench.client('a chat with a prompt', { system: () => 'Speak like a pirate.' }),
    bench.client('another client', {
      system: () => 'Answer in Latin.',
      headers: { 'user-agent': 'AnotherClient/1.0' },
    }),
    bench.client('a clock', { system: () => `Be brief. It is ${minute()}.` }),
    bench.client('a clock that begins as one', {
      system: () => `Now: ${clock()} ${minute()}. Be kind.`,
    }),
    bench.client('a date', { system: () => `Be polite. Today is ${date()}.` }),
    bench.client('a named chat', { headers: { 'x-hermes-session-id': `chat-${random()}` } }),
    bench.client('no memory', {
      headers: { 'x-hermes-memory': 'off', 'user-agent': 'Forgetful/1' },
    }),
    bench.client('a chain', { api: 'chain' }),
    bench.client('a chain with instructions', { api: 'chain', system: () => 'Be terse.' }),
    bench.client(`conversation-${Math.floor(random() * 1e9)}`, { api: 'conversation' }),
  ];
}

it.each([11, 22, 33, 44, 55, 66])(
  'the request of each turn begins with that of the turn before, whatever happens in between: seed %i',
  async (seed) => {
    const random = randomFrom(seed);
    const bench = await start();
    const ask = createWitness(bench);
    const clients = clientsOf(bench, random);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const happened: string[] = [];
    const events: [string, () => Promise<unknown>][] = [
      ['midnight', () => Promise.resolve(vi.setSystemTime(Date.now() + day / 3))],
      ['a restart', () => bench.restart()],
      [
        'a title',
        () => bench.post('/v1/chat/completions', { messages: [...titling, ...title.messages] }),
      ],
      ['a memory entry', () => bench.client('memory').ask(`Remember: the number is ${random()}`)],
      [
        'new notes of the project',
        () => writeFile(path.join(bench.host.workspace, 'AGENTS.md'), `Use ${random()} tabs.`),
      ],
      ['a new chat', () => bench.client('new').ask('Hello')],
    ];
    for (let turn = 0; turn < 45; turn += 1) {
      if (random() < 0.4) {
        const [name, happen] = events[Math.floor(random() * events.length)]!;
        happened.push(name);
        await happen();
      }
      const client = clients[Math.floor(random() * clients.length)]!;
      // Without memory a client sends back less than there was.
      const calls =
        client.name !== 'no memory' && random() < 0.4
          ? ` (${1 + Math.floor(random() * 3)} calls)`
          : '';
      happened.push(client.name);
      const words =
        happened.filter((name) => name === client.name).length === 1 ? 'Hello' : `Turn ${turn}`;
      await ask(client, `${words}${calls} (${client.name})`, happened.join(', '));
    }
    expect(new Set(happened).size).toBeGreaterThan(10);
  },
  120_000,
);

describe('after a conversation was summarised once', () => {
  const long = 'x'.repeat(1_200);
  it.each(['chat', 'chain', 'conversation'] as const)(
    'its turns begin with the turn before, also after a restart, and nothing is summarised again: %s',
    async (api) => {
      const bench = await start({ settings: { model: { contextWindow: 32_000 } } });
      const ask = createWitness(bench);
      const client = bench.client('long', { api });
      let turns = 0;
      const next = (): Promise<number> =>
        ask(
          client,
          `Turn ${(turns += 1)} (${api === 'chat' ? 0 : 1} calls) ${long}`,
          `turn ${turns}`,
        );
      let summaries = 0;
      while (summaries === 0 && turns < 40) summaries = await next();
      expect(summaries).toBe(1);
      for (let more = 0; more < 2; more += 1) expect(await next(), `turn ${turns}`).toBe(0);
      await bench.restart();
      for (let more = 0; more < 2; more += 1) expect(await next(), `turn ${turns}`).toBe(0);
    },
    120_000,
  );

  it('many turns later there are few summaries, each of what the one before left', async () => {
    const bench = await start({ settings: { model: { contextWindow: 16_000 } } });
    const ask = createWitness(bench);
    const client = bench.client('long', {});
    let summaries = 0;
    for (let turn = 1; turn <= 60; turn += 1) {
      summaries += await ask(client, `Turn ${turn} ${long}`, `turn ${turn}`);
    }
    expect(summaries).toBeGreaterThan(1);
    expect(summaries).toBeLessThan(14);
    const [, ...later] = summaryRequests(bench.upstream.requests);
    for (const { body } of later) {
      expect(body.messages[1]!.content).toMatch(/^user: \[Summary of the conversation so far/);
    }
  }, 120_000);

  it('an edited history is not told by a summary of what it was', async () => {
    const bench = await start({ settings: { model: { contextWindow: 16_000 } } });
    const history: object[] = [];
    const turn = async (words: string): Promise<void> => {
      history.push({ role: 'user', content: words });
      await bench.post('/v1/chat/completions', { messages: history });
      history.push({ role: 'assistant', content: `Answered: ${words}` });
    };
    for (let index = 0; summaryRequests(bench.upstream.requests).length === 0; index += 1) {
      await turn(`Turn ${index} ${long}`);
    }
    history[0] = { role: 'user', content: `Another beginning ${long}` };
    const before = summaryRequests(bench.upstream.requests).length;
    await turn('And now?');
    const made = summaryRequests(bench.upstream.requests).slice(before);
    expect(made).toHaveLength(1);
    expect(made[0]!.body.messages[1]!.content).toMatch(/^user: Another beginning/);
  }, 120_000);
});
