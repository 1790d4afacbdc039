import OpenAI from 'openai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fails, useRepetitionBench } from './repetition-bench.ts';

/**
 * What the real client asks anew, in each of its ways: it is answered by a run of its own, whatever
 * was asked before in the same words.
 */

const bench = useRepetitionBench();
afterEach(() => void vi.restoreAllMocks());

interface Asked {
  words: string;
  /** What was said before. */
  before?: { role: 'user' | 'assistant'; content: string }[];
  headers?: Record<string, string>;
  key?: string;
}

const ask = async (
  api: 'chat' | 'responses' | 'completions',
  stream: boolean,
  { words, before = [], headers = {}, key = bench.host.key! }: Asked,
): Promise<string> => {
  const client = new OpenAI({
    baseURL: `${bench.host.url}/v1`,
    apiKey: key,
    defaultHeaders: headers,
  });
  const messages = [...before, { role: 'user' as const, content: words }];
  const model = 'hermes-agent';
  if (api === 'completions') {
    const prompt = messages.map(({ content }) => content).join('\n\n');
    if (!stream) return (await client.completions.create({ model, prompt })).choices[0]!.text;
    let text = '';
    for await (const { choices } of await client.completions.create({ model, prompt, stream })) {
      text += choices[0]?.text ?? '';
    }
    return text;
  }
  if (api === 'responses') {
    if (!stream) return (await client.responses.create({ model, input: messages })).output_text;
    return (await client.responses.stream({ model, input: messages }).finalResponse()).output_text;
  }
  if (stream) {
    return (await client.chat.completions.stream({ model, messages }).finalContent()) ?? '';
  }
  const { choices } = await client.chat.completions.create({ model, messages });
  return choices[0]!.message.content ?? '';
};

/** How often the tool has run, and how many runs there were. */
const seen = async (): Promise<{ lines: number; runs: number }> => ({
  lines: await bench.lines(),
  runs: bench.runs().length,
});
const ways = (['chat', 'responses', 'completions'] as const).flatMap((api) =>
  [false, true].map((stream) => ({ api, stream, how: stream ? 'streamed' : 'whole' })),
);
let asked = 0;
const newWords = (): string => `Write a line, the ${(asked += 1)}. time`;

describe.each(ways)('openai (Node), $api, $how', ({ api, stream }) => {
  it('asks a completed answer again: Regenerate', async () => {
    const words = newWords();
    expect(await ask(api, stream, { words })).toContain('Done');
    expect(await ask(api, stream, { words })).toContain('Done');
    expect(await seen()).toEqual({ lines: 2, runs: 2 });
  });

  it('has the same words in another chat, after one in which they failed', async () => {
    bench.afterTool(fails, { text: 'Done' });
    const words = newWords();
    const first = { words, headers: { 'X-Hermes-Session-Id': 'one' } };
    await expect(ask(api, stream, first)).rejects.toThrow();
    const second = { words, headers: { 'X-Hermes-Session-Id': 'two' } };
    expect(await ask(api, stream, second)).toContain('Done');
    expect(await seen()).toEqual({ lines: 2, runs: 2 });
  });

  it('has the same words in a chat that began otherwise', async () => {
    bench.afterTool(fails, { text: 'Done' });
    const words = newWords();
    await expect(ask(api, stream, { words })).rejects.toThrow();
    const before = [
      { role: 'user' as const, content: 'Good day' },
      { role: 'assistant' as const, content: 'Good day' },
    ];
    expect(await ask(api, stream, { words, before })).toContain('Done');
    expect(await seen()).toEqual({ lines: 2, runs: 2 });
  });

  it('edits its message after a failure', async () => {
    bench.afterTool(fails, { text: 'Done' });
    const words = newWords();
    await expect(ask(api, stream, { words })).rejects.toThrow();
    expect(await ask(api, stream, { words: `${words}!` })).toContain('Done');
    expect(await seen()).toEqual({ lines: 2, runs: 2 });
  });

  it('has the same words under another key', async () => {
    bench.afterTool(fails, { text: 'Done' });
    const words = newWords();
    await expect(ask(api, stream, { words })).rejects.toThrow();
    const old = bench.host.key!;
    const key = 'sk-hermes-another-key';
    bench.host.host.secrets.set('apiKey', key);
    expect(await ask(api, stream, { words, key })).toContain('Done');
    bench.host.host.secrets.set('apiKey', old);
    expect(await seen()).toEqual({ lines: 2, runs: 2 });
  });

  it('comes again 11 minutes after a failure', async () => {
    bench.afterTool(fails, { text: 'Done' });
    const words = newWords();
    await expect(ask(api, stream, { words })).rejects.toThrow();
    const now = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 11 * 60_000);
    expect(await ask(api, stream, { words })).toContain('Done');
    expect(await seen()).toEqual({ lines: 2, runs: 2 });
  });
});
