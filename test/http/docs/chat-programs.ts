import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText, tool } from 'ai';
import OpenAI from 'openai';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Fetch } from '../../support/docker/container.ts';
import type { Program } from '../../support/docker/images.ts';

/**
 * What other people's programs do with the settings that our pages tell them, as their sources and
 * documentation say (see also `test/http/clients/request-shapes.test.ts`): which variables and fields
 * they read, which calls they then make, and what they cannot do without.
 */

const question = 'List the files in your workspace.';
const modelList = z.object({ data: z.array(z.object({ id: z.string() })).min(1) });

/** A setting that the program cannot do without. */
function needed(env: Record<string, string>, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

/** The ids of the models, as programs fetch them. */
async function fetchModels(fetch: Fetch, base: string, key: string): Promise<string[]> {
  const response = await fetch(`${base}/models`, { headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`${base}/models: ${response.status} ${await response.text()}`);
  return modelList.parse(await response.json()).data.map(({ id }) => id);
}

/** The text of a streamed answer by the `openai` package, on which many of them are built. */
async function streamed(
  client: OpenAI,
  model: string,
  more: Partial<OpenAI.Chat.ChatCompletionCreateParamsStreaming> = {},
): Promise<string> {
  const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: 'user', content: question }];
  const stream = await client.chat.completions.create({ model, messages, stream: true, ...more });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  return text;
}

/** Open WebUI: by `OPENAI_API_BASE_URL` and `OPENAI_API_KEY`; asks for a title apart. */
export const openWebUi: Program = async (env, fetch) => {
  const base = needed(env, 'OPENAI_API_BASE_URL');
  const key = needed(env, 'OPENAI_API_KEY');
  const [model] = await fetchModels(fetch, base, key);
  const client = new OpenAI({ baseURL: base, apiKey: key, fetch, maxRetries: 0 });
  const text = await streamed(client, model!, { stream_options: { include_usage: true } });
  const content = '### Task:\nGenerate a concise, 3-5 word title summarizing the chat history.';
  const title = await client.chat.completions.create({
    model: model!,
    messages: [{ role: 'user', content }],
  });
  if (!title.choices[0]?.message.content) throw new Error('There is no title');
  return text;
};

/** HF Chat-UI: by `OPENAI_BASE_URL` and `OPENAI_API_KEY`; keeps its chats in MongoDB, its own or another. */
export const chatUi: Program = async (env, fetch) => {
  const base = needed(env, 'OPENAI_BASE_URL');
  const key = needed(env, 'OPENAI_API_KEY');
  if (env['MONGODB_URL']) new URL(env['MONGODB_URL']);
  const [model] = await fetchModels(fetch, base, key);
  const client = new OpenAI({ baseURL: base, apiKey: key, fetch, maxRetries: 0 });
  return streamed(client, model!);
};

/** What LibreChat takes for a custom endpoint, as far as we use it; others of its fields are typing errors here. */
const libreChatFile = z.strictObject({
  version: z.string().regex(/^1\.\d+\.\d+$/),
  endpoints: z.strictObject({
    custom: z
      .array(
        z.strictObject({
          name: z.string(),
          apiKey: z.string(),
          baseURL: z.url(),
          headers: z.record(z.string(), z.string()),
          models: z.strictObject({ default: z.array(z.string()).min(1), fetch: z.boolean() }),
          titleConvo: z.boolean(),
          titleModel: z.string(),
          modelDisplayLabel: z.string(),
        }),
      )
      .length(1),
  }),
});

/**
 * LibreChat: by its `librechat.yaml`, in which `${NAME}` stands for a variable of its `.env`.
 * @param file the text of `librechat.yaml`
 */
export function libreChat(file: string): Program {
  return async (env, fetch) => {
    const { name, apiKey, baseURL, headers, models, titleModel } = libreChatFile.parse(parse(file))
      .endpoints.custom[0]!;
    const key = apiKey.replace(/^\$\{(\w+)\}$/, (_whole, variable: string) =>
      needed(env, variable),
    );
    const offered = models.fetch ? await fetchModels(fetch, baseURL, key) : models.default;
    if (!offered.includes(models.default[0]!))
      throw new Error(`${models.default[0]} is not offered`);
    const filled = Object.entries(headers).map(([header, value]) => [
      header,
      value.replace(/^\{\{LIBRECHAT_\w+\}\}$/, '6745a1'),
    ]);
    const client = new OpenAI({
      baseURL,
      apiKey: key,
      defaultHeaders: Object.fromEntries(filled) as Record<string, string>,
      fetch,
      maxRetries: 0,
    });
    const text = await streamed(client, models.default[0]!, { max_completion_tokens: 500 });
    await streamed(client, titleModel, {
      messages: [{ role: 'user', content: 'Please generate a four to five word title.' }],
    });
    return `${name}: ${text}`;
  };
}

const codexFile = z.strictObject({
  model: z.string(),
  model_provider: z.string(),
  model_providers: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      base_url: z.url(),
      env_key: z.string(),
      // The only one that Codex still knows.
      wire_api: z.literal('responses'),
    }),
  ),
});

/**
 * Codex: by its `config.toml`; speaks the Responses API, keeps the conversation itself, and runs the
 * tools that it declares.
 * @param config the file, read
 */
export function codex(config: unknown): Program {
  return async (env, fetch) => {
    const { model, model_provider, model_providers } = codexFile.parse(config);
    const provider = model_providers[model_provider];
    if (!provider) throw new Error(`Model provider ${model_provider} not found`);
    const response = await fetch(`${provider.base_url}/responses`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${needed(env, provider.env_key)}`,
        'Content-Type': 'application/json',
        Accept: 'text/event-stream',
        originator: 'codex_cli_rs',
        session_id: '0199-codex',
      },
      body: JSON.stringify(codexRequest(model)),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const frames = (await response.text())
      .split('\n\n')
      .filter((frame) => frame.startsWith('event'));
    const events = frames.map((frame) => z.looseObject({ type: z.string() }).parse(dataOf(frame)));
    if (events.at(-1)?.type !== 'response.completed') throw new Error('stream disconnected');
    return events
      .filter(({ type }) => type === 'response.output_text.delta')
      .map(({ delta }) => String(delta))
      .join('');
  };
}

function codexRequest(model: string): object {
  const said = (role: string, text: string): object => ({
    type: 'message',
    role,
    content: [{ type: 'input_text', text }],
  });
  const shell = { type: 'object', properties: { command: { type: 'array' } } };
  return {
    model,
    instructions: 'You are a coding agent running in the Codex CLI.',
    input: [said('developer', '<permissions instructions>'), said('user', question)],
    tools: [
      { type: 'function', name: 'shell', description: '', strict: false, parameters: shell },
      { type: 'web_search', external_web_access: false },
    ],
    tool_choice: 'auto',
    parallel_tool_calls: false,
    reasoning: { effort: 'medium', summary: 'auto' },
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: '0199-codex',
  };
}

function dataOf(frame: string): unknown {
  return JSON.parse(/^data: (.*)$/m.exec(frame)![1]!) as unknown;
}

const openCodeFile = z.strictObject({
  $schema: z.literal('https://opencode.ai/config.json'),
  provider: z.strictObject({
    hermes: z.strictObject({
      npm: z.literal('@ai-sdk/openai-compatible'),
      name: z.string(),
      options: z.strictObject({ baseURL: z.url(), apiKey: z.string() }),
      models: z.record(z.string(), z.strictObject({ name: z.string() })),
    }),
  }),
});

/**
 * opencode: by its `opencode.json`, in which `{env:NAME}` stands for a variable; it hands the
 * options to the package that the file names, as we do.
 * @param file the text of `opencode.json`
 */
export function openCode(file: string): Program {
  return async (env, fetch) => {
    const filled = file.replaceAll(/\{env:(\w+)\}/g, (_whole, name: string) => needed(env, name));
    const { hermes } = openCodeFile.parse(JSON.parse(filled)).provider;
    const provider = createOpenAICompatible({ name: 'hermes', ...hermes.options, fetch });
    const read = tool({ description: 'Read a file', inputSchema: z.object({ path: z.string() }) });
    const { text } = streamText({
      model: provider(Object.keys(hermes.models)[0]!),
      prompt: question,
      tools: { read },
      // Whoever waits for the text gets the error; it need not be printed as well.
      onError: () => undefined,
    });
    return text;
  };
}
