import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedPython } from '../docs/documented-python.ts';
import { fails, useRepetitionBench } from './repetition-bench.ts';

/**
 * Clients as they are, with their own repetitions, against a model service that fails after a tool:
 * for good, and once. Whatever they do, the tool has run once; and what they get in the end is what
 * the service gave in the end, or an error.
 */

const bench = useRepetitionBench();
const base = (): { baseURL: string; apiKey: string } => ({
  baseURL: `${bench.host.url}/v1`,
  apiKey: bench.host.key!,
});

let asked = 0;
/** New words each time, so that no test repeats another's. */
const question = (): string => `Question ${(asked += 1)}`;

interface Options {
  /** Milliseconds. */
  timeout?: number;
}

/** One way to ask; gives the text, or throws. */
type Ask = (content: string, options: Options) => Promise<string>;

const node = (options: Options): OpenAI => new OpenAI({ ...base(), ...options });
const model = 'hermes-agent';
const user = (content: string): { role: 'user'; content: string }[] => [{ role: 'user', content }];

const ways: Record<string, Ask> = {
  'openai, chat': async (content, options) => {
    const { choices } = await node(options).chat.completions.create({
      model,
      messages: user(content),
    });
    return choices[0]!.message.content!;
  },
  'openai, streamed chat': async (content, options) => {
    const stream = await node(options).chat.completions.create({
      model,
      messages: user(content),
      stream: true,
    });
    let text = '';
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    return text;
  },
  'openai, response': async (input, options) => {
    const { output_text, status, error } = await node(options).responses.create({ model, input });
    if (status !== 'completed') throw new Error(error?.message ?? status);
    return output_text;
  },
  'openai, streamed response': async (input, options) => {
    const stream = node(options).responses.stream({ model, input });
    const { output_text, status, error } = await stream.finalResponse();
    if (status !== 'completed') throw new Error(error?.message ?? status);
    return output_text;
  },
  'AI SDK, chat': async (prompt) => {
    const provider = createOpenAICompatible({ name: 'hermes', ...base() });
    const { text } = await generateText({ model: provider(model), prompt });
    return text;
  },
  'AI SDK, streamed chat': async (prompt) => {
    const provider = createOpenAICompatible({ name: 'hermes', ...base() });
    let failure: unknown;
    const { textStream } = streamText({
      model: provider(model),
      prompt,
      onError: ({ error }) => {
        failure = error;
      },
    });
    let text = '';
    for await (const piece of textStream) text += piece;
    if (failure !== undefined) throw new Error('the stream failed', { cause: failure });
    return text;
  },
  'AI SDK, response': async (prompt) => {
    const { text } = await generateText({ model: createOpenAI(base()).responses(model), prompt });
    return text;
  },
  'LangChain, chat': async (content) =>
    langChain({})
      .invoke(content)
      .then(({ text }) => text),
  'LangChain, streamed chat': async (content) => {
    let text = '';
    for await (const piece of await langChain({}).stream(content)) text += piece.text;
    return text;
  },
  'LangChain, response': async (content) =>
    langChain({ useResponsesApi: true })
      .invoke(content)
      .then(({ text }) => text),
};

function langChain(more: object): ChatOpenAI {
  const { baseURL, apiKey } = base();
  return new ChatOpenAI({ model, apiKey, configuration: { baseURL }, ...more });
}

/** Asks until the client has an answer, as a person would. */
async function insist(ask: Ask, content: string): Promise<string> {
  return ask(content, {}).catch(() => ask(content, {}));
}

describe.each(Object.entries(ways))('%s', { timeout: 120_000 }, (_name, ask) => {
  it('has the tool run once where the service fails for good', async () => {
    bench.afterTool(fails);
    await expect(ask(question(), {})).rejects.toThrow();
    expect(await bench.lines()).toBe(1);
    expect(bench.runs()).toHaveLength(1);
  });

  it('gets the answer with the same words where the service comes back', async () => {
    bench.afterTool(fails, { text: 'The end' });
    expect(await insist(ask, question())).toContain('The end');
    expect(await bench.lines()).toBe(1);
    expect(bench.runs()).toHaveLength(1);
  });
});

// Their time-out counts to the headers: of a stream these come at once.
const impatient = Object.entries(ways).filter(
  ([name]) => name.startsWith('openai') && !name.includes('streamed'),
);
describe.each(impatient)('%s, which waits 1.5 s', { timeout: 120_000 }, (_name, ask) => {
  it('gets the answer by its own repetition where the service comes back', async () => {
    bench.afterTool({ hang: 'before-headers' }, { text: 'The end' });
    expect(await ask(question(), { timeout: 1500 })).toContain('The end');
    expect(await bench.lines()).toBe(1);
    expect(bench.runs()).toHaveLength(1);
  });

  it('has the tool run once where the service stays silent', async () => {
    bench.afterTool({ hang: 'before-headers' });
    await expect(ask(question(), { timeout: 1500 })).rejects.toThrow();
    expect(await bench.lines()).toBe(1);
    expect(bench.runs()[0]!.attempts).toBe(3);
  });
});

const { python, without } = await documentedPython();
const sdk = python?.packages['openai'] ?? 'openai';
const isReal = python !== undefined && !sdk.startsWith('our ');
const reason = python && !isReal ? ' (not run: pip reaches no index that has it)' : without;

describe.skipIf(!isReal)(`Python, ${sdk}${reason}`, { timeout: 120_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hermes-python-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (body: string): Promise<string> => {
    const file = path.join(folder, 'program.py');
    await writeFile(
      file,
      `import os
from openai import OpenAI
def client(**more):
    return OpenAI(base_url=os.environ["BASE_URL"], api_key=os.environ["HERMES_KEY"], **more)
${body}
`,
    );
    const { baseURL, apiKey } = base();
    const { stdout } = await promisify(execFile)('python3', [file], {
      env: { PATH: python!.PATH, HOME: folder, BASE_URL: baseURL, HERMES_KEY: apiKey },
    });
    return stdout;
  };
  const chat = (more = ''): string =>
    `print(client(${more}).chat.completions.create(model="m", messages=[{"role": "user", "content": "${question()}"}]).choices[0].message.content)`;
  const response = (more = ''): string =>
    `print(client(${more}).responses.create(model="m", input="${question()}").output_text)`;

  it.each([chat, response])(
    'has the tool run once where the service fails for good',
    async (ask) => {
      bench.afterTool(fails);
      await expect(run(ask())).rejects.toThrow(/Error code: 400/);
      expect(await bench.lines()).toBe(1);
    },
  );

  it.each([chat, response])('waiting 1.5 s gets the answer by its own repetition', async (ask) => {
    bench.afterTool({ hang: 'before-headers' }, { text: 'The end' });
    expect(await run(ask('timeout=1.5'))).toContain('The end');
    expect(await bench.lines()).toBe(1);
    expect(bench.runs()).toHaveLength(1);
  });
});
