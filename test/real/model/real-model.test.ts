import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { startLlamaServer, type LlamaServer } from '../../support/llama/llama-server.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';

/**
 * The agent over a real engine with a real model. The model is too small to be of use, so what it says
 * is not looked at: what counts is how an engine answers, and what it has to evaluate.
 */

/** Of the tools one is left, for a prompt of 750 tokens in place of 4,000: each takes milliseconds. */
const disabledTools = [
  'process,read_file,write_file,patch,search_files,todo,memory,session_search',
  'skills_list,skill_view,skill_manage,web_extract',
  'browser_navigate,browser_snapshot,browser_click,browser_type,browser_press',
  'browser_scroll,browser_back,browser_console,browser_screenshot',
].flatMap((names) => names.split(','));

const minutes = 60_000;
let server: LlamaServer | string;
let host: TestHost;
const hostOver = (url: string): Promise<TestHost> =>
  startTestHost({
    upstream: url,
    settings: {
      agent: { approvals: 'allow', disabledTools },
      model: { firstByteTimeoutSeconds: 600, betweenChunksTimeoutSeconds: 600 },
    },
  });

beforeAll(async () => {
  server = await startLlamaServer({ longestAnswer: 24 });
  if (typeof server !== 'string') host = await hostOver(server.url);
  else if (process.env['CI']) throw new Error(server);
  else process.stdout.write(`No real model: ${server}\n`);
}, 10 * minutes);
afterAll(async () => {
  if (typeof server === 'string') return;
  await host.close();
  await server.close();
});

interface Message {
  role: string;
  content: string;
}
const user = (content: string): Message => ({ role: 'user', content });

function post(over: TestHost, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${over.url}/v1/chat/completions`, {
    method: 'POST',
    headers: over.headers,
    body: JSON.stringify({ temperature: 0, ...body }),
    ...(signal ? { signal } : {}),
  });
}
interface Answer {
  choices: { message: { content: string }; finish_reason: string }[];
  usage: { prompt_tokens: number; prompt_tokens_details: { cached_tokens: number } };
  error?: { message: string; code: string };
}
interface Frame {
  choices: { delta: { content?: string } }[];
  usage?: object | null;
}
const ask = async (messages: Message[], over = host): Promise<Answer> =>
  (await (await post(over, { messages })).json()) as Answer;

/** The engine, where there is one; else the test is skipped. */
function running({ skip }: TestContext): LlamaServer {
  if (typeof server === 'string') skip(server);
  return server as LlamaServer;
}

describe('A real model', { timeout: 5 * minutes }, () => {
  test('goes on from a history, of which nothing is evaluated twice', async (context) => {
    const { answers } = running(context);
    const first = user('Tell me about the sea.');
    const { choices, usage } = await ask([first]);
    const { content } = choices[0]!.message;
    expect(content).not.toBe('');
    const one = answers.at(-1)!;
    expect(usage.prompt_tokens).toBe(one.promptTokens);

    const second = user('And about the mountains?');
    const again = await ask([first, { role: 'assistant', content }, second]);
    expect(again.choices[0]!.message.content).not.toBe('');
    const two = answers.at(-1)!;
    expect(two.prompt.startsWith(one.prompt)).toBe(true);
    expect(two.evaluated).toBeLessThan(40);
    expect(two.cached + two.evaluated).toBe(two.promptTokens);
    expect(again.usage.prompt_tokens_details.cached_tokens).toBe(two.cached);
  });

  test('calls a tool and reads its output, and only that is new to it', async (context) => {
    const llama = running(context);
    const { answers } = llama;
    llama.script({
      toolCalls: [{ name: 'terminal', arguments: { command: 'echo from-the-tool' } }],
    });
    await ask([user('Run it.')]);
    const { prompt, evaluated } = answers.at(-1)!;
    expect(prompt).toContain('from-the-tool');
    expect(prompt.startsWith(answers.at(-2)!.prompt)).toBe(true);
    expect(evaluated).toBeLessThan(60);
  });

  test('is heard word by word', async (context) => {
    running(context);
    const response = await post(host, {
      messages: [user('Tell me about the woods.')],
      stream: true,
      stream_options: { include_usage: true },
    });
    const frames = (await response.text())
      .split('\n\n')
      .filter((frame) => frame.startsWith('data: {'))
      .map((frame) => JSON.parse(frame.slice(6)) as Frame);
    const pieces = frames.flatMap(({ choices }) => choices[0]?.delta.content ?? []);
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(5);
    expect(frames.at(-1)!.usage).toMatchObject({ completion_tokens: 24 });
  });

  test('stops when nobody listens any more', async (context) => {
    const llama = running(context);
    const { answers } = llama;
    const before = answers.length;
    const stop = new AbortController();
    const body = { messages: [user('Count to a thousand.')], max_tokens: 4_000, stream: true };
    const response = await post(host, body, stop.signal);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let heard = ''; !heard.includes('"content":"');)
      heard += (await reader.read()).value ?? '';
    stop.abort();
    const { reason, generated } = await llama.waitForAnswer(before + 1);
    expect(reason).toBe('aborted');
    expect(generated).toBeLessThan(2_000);
    // The engine is free for the next.
    expect((await ask([user('Hello.')])).choices[0]!.message.content).not.toBe('');
  });

  test('that answers with nothing is asked once more', async (context) => {
    const llama = running(context);
    const { answers } = llama;
    const before = answers.length;
    llama.script({ endAtOnce: true });
    const { choices } = await ask([user('Say something.')]);
    expect(choices[0]!.message.content).not.toBe('');
    expect(answers.slice(before).map(({ generated }) => generated)).toEqual([0, 24]);
  });

  test('that has nothing to say is an error that says so', async (context) => {
    const llama = running(context);
    llama.script({ endAtOnce: true }, { endAtOnce: true });
    const { error } = await ask([user('Say something.')]);
    expect(error!.message).toContain('nothing');
  });

  test('whose server does not count answers all the same', async (context) => {
    const llama = running(context);
    llama.script({ usage: false });
    const { choices } = await ask([user('Tell me about the sky.')]);
    expect(choices[0]!.message.content).not.toBe('');
  });

  test('whose context is too small is an error that says by how much', async (context) => {
    running(context);
    const small = (await startLlamaServer({ contextSize: 512 })) as LlamaServer;
    const over = await hostOver(small.url);
    try {
      const { error } = await ask([user('Hello.')], over);
      expect(error!.message).toMatch(/context/);
      expect(error!.message).toContain(String(small.refused[0]));
      expect(error!.message).toContain('512');
    } finally {
      await over.close();
      await small.close();
    }
  });

  test('is refused nothing for its template: two questions in a row are one', async (context) => {
    const { answers } = running(context);
    const { choices } = await ask([user('Are you there?'), user('Please answer.')]);
    expect(choices[0]!.message.content).not.toBe('');
    expect(answers.at(-1)!.prompt).toContain('Please answer.');
  });
});
