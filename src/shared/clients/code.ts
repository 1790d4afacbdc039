import type { Client, ClientField } from './client.ts';

const fields = [
  { label: 'Base URL', value: '{base}' },
  { label: 'API key', value: '{key}' },
  { label: 'Model', value: '{model}' },
] as const satisfies readonly ClientField[];

const setKey = 'Put the key into the variable `HERMES_KEY` of the terminal you start from.';
const exportKey = {
  title: 'Terminal',
  language: 'sh',
  text: "export HERMES_KEY='{key}'",
} as const;

const retries =
  'Errors after a run has begun carry `x-should-retry: false`, so the SDK does not run the tools a second time.';

/** Libraries, command-line programs, and whatever else speaks to OpenAI. */
export const codeClients = [
  {
    id: 'openai-python',
    name: 'OpenAI SDK (Python)',
    about: 'The official library for Python.',
    group: 'Code',
    reach: 'program',
    guide: 'openai-sdk',
    fields,
    steps: ['Install the library: `pip install openai`.', setKey, 'Run the code below.'],
    snippets: [
      exportKey,
      {
        title: 'chat.py',
        language: 'python',
        text: `import os
from openai import OpenAI

client = OpenAI(base_url="{base}", api_key=os.environ["HERMES_KEY"])

stream = client.chat.completions.create(
    model="{model}",
    messages=[{"role": "user", "content": "List the files in your workspace."}],
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
print()`,
      },
    ],
    notes: [retries],
  },
  {
    id: 'openai-node',
    name: 'OpenAI SDK (Node)',
    about: 'The official library for TypeScript and JavaScript.',
    group: 'Code',
    reach: 'program',
    guide: 'openai-sdk',
    fields,
    steps: ['Install the library: `npm install openai`.', setKey, 'Run the code below.'],
    snippets: [
      exportKey,
      {
        title: 'chat.mjs',
        language: 'ts',
        text: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '{base}', apiKey: process.env.HERMES_KEY });

const stream = await client.chat.completions.create({
  model: '{model}',
  messages: [{ role: 'user', content: 'List the files in your workspace.' }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '');
console.log();`,
      },
    ],
    notes: [retries],
  },
  {
    id: 'vercel-ai-sdk',
    name: 'Vercel AI SDK',
    about: 'The library many chat apps are built on.',
    group: 'Code',
    reach: 'program',
    guide: 'vercel-ai-sdk',
    fields,
    steps: [
      'Install the libraries: `npm install ai @ai-sdk/openai-compatible`.',
      setKey,
      'Run the code below.',
    ],
    snippets: [
      exportKey,
      {
        title: 'chat.mjs',
        language: 'ts',
        text: `import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';

const hermes = createOpenAICompatible({
  name: 'hermes',
  baseURL: '{base}',
  apiKey: process.env.HERMES_KEY,
});

const { textStream } = streamText({
  model: hermes('{model}'),
  prompt: 'List the files in your workspace.',
});
for await (const text of textStream) process.stdout.write(text);
console.log();`,
      },
    ],
  },
  {
    id: 'openai-agents',
    name: 'OpenAI Agents SDK',
    about: 'Agents of your own, with this agent as their model.',
    group: 'Code',
    reach: 'program',
    guide: 'openai-agents',
    fields,
    steps: [
      'Install the library: `npm install @openai/agents openai`.',
      setKey,
      'Run the code below.',
    ],
    snippets: [
      exportKey,
      {
        title: 'agent.mjs',
        language: 'ts',
        text: `import { Agent, run, setDefaultOpenAIClient, setTracingDisabled } from '@openai/agents';
import OpenAI from 'openai';

setDefaultOpenAIClient(
  new OpenAI({ baseURL: '{base}', apiKey: process.env.HERMES_KEY }),
);
setTracingDisabled(true);

const agent = new Agent({ name: 'Assistant', model: '{model}' });
const result = await run(agent, 'List the files in your workspace.');
console.log(result.finalOutput);`,
      },
    ],
    notes: ['Tracing would send what is said to OpenAI; the code above switches it off.'],
  },
  {
    id: 'langchain',
    name: 'LangChain',
    about: 'Chains and agents for JavaScript and Python.',
    group: 'Code',
    reach: 'program',
    guide: 'langchain',
    fields,
    steps: [
      'Install the libraries: `npm install @langchain/openai @langchain/core`.',
      setKey,
      'Run the code below.',
    ],
    snippets: [
      exportKey,
      {
        title: 'chat.mjs',
        language: 'ts',
        text: `import { ChatOpenAI } from '@langchain/openai';

const model = new ChatOpenAI({
  model: '{model}',
  apiKey: process.env.HERMES_KEY,
  configuration: { baseURL: '{base}' },
});
const answer = await model.invoke('List the files in your workspace.');
console.log(answer.text);`,
      },
    ],
  },
  {
    id: 'codex',
    name: 'Codex CLI',
    about: 'OpenAI’s coding agent for the terminal.',
    group: 'Code',
    reach: 'program',
    guide: 'codex',
    fields: [
      { label: 'base_url', value: '{base}' },
      { label: 'env_key', value: 'HERMES_KEY', hint: 'The name of the variable, not the key.' },
      { label: 'HERMES_KEY', value: '{key}' },
      { label: 'wire_api', value: 'responses' },
      { label: 'model', value: '{model}' },
    ],
    steps: [
      'Add the provider to `~/.codex/config.toml`.',
      setKey,
      'Start `codex` in the folder of your project.',
    ],
    snippets: [
      {
        title: '~/.codex/config.toml',
        language: 'toml',
        text: `model = "{model}"
model_provider = "hermes"

[model_providers.hermes]
name = "Hermes Tray"
base_url = "{base}"
env_key = "HERMES_KEY"
wire_api = "responses"`,
      },
      exportKey,
    ],
    notes: [
      'Codex brings tools of its own, which it runs itself; those of Hermes run beside them, in Hermes’ workspace.',
    ],
  },
  {
    id: 'opencode',
    name: 'opencode',
    about: 'Open-source coding agent for the terminal.',
    group: 'Code',
    reach: 'program',
    guide: 'opencode',
    fields: [
      { label: 'npm', value: '@ai-sdk/openai-compatible' },
      { label: 'options.baseURL', value: '{base}' },
      { label: 'options.apiKey', value: '{key}' },
      { label: 'models', value: '{model}' },
    ],
    steps: [
      'Add the provider to `~/.config/opencode/opencode.json`, or to an `opencode.json` in your project.',
      setKey,
      'Start `opencode`, enter `/models` and choose **Hermes**.',
    ],
    snippets: [
      {
        title: 'opencode.json',
        language: 'json',
        text: `{
  "$schema": "https://opencode.ai/config.json",
  "provider": {
    "hermes": {
      "npm": "@ai-sdk/openai-compatible",
      "name": "Hermes Tray",
      "options": { "baseURL": "{base}", "apiKey": "{env:HERMES_KEY}" },
      "models": { "{model}": { "name": "Hermes" } }
    }
  }
}`,
      },
      exportKey,
    ],
    notes: [
      'opencode brings tools of its own, which it runs itself; those of Hermes run beside them, in Hermes’ workspace.',
    ],
  },
  {
    id: 'curl',
    name: 'curl',
    about: 'The quickest way to see that it answers.',
    group: 'Code',
    reach: 'program',
    guide: 'curl',
    fields,
    steps: [setKey, 'Run one of the commands below.'],
    snippets: [
      exportKey,
      {
        title: 'Models',
        language: 'sh',
        text: 'curl {base}/models -H "Authorization: Bearer $HERMES_KEY"',
      },
      {
        title: 'Chat, streamed',
        language: 'sh',
        text: `curl -N {base}/chat/completions \\
  -H "Authorization: Bearer $HERMES_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "{model}", "stream": true, "messages": [{"role": "user", "content": "Hello"}]}'`,
      },
      {
        title: 'Responses, in a conversation that is remembered',
        language: 'sh',
        text: `curl {base}/responses \\
  -H "Authorization: Bearer $HERMES_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "{model}", "conversation": "notes", "input": "Hello"}'`,
      },
    ],
  },
  {
    id: 'other',
    name: 'Another client',
    about: 'Anything that speaks to OpenAI or to an OpenAI-compatible service.',
    group: 'Code',
    reach: 'program',
    guide: 'other',
    fields: [
      { label: 'Base URL', value: '{base}', hint: 'Some clients add /v1: then {origin}' },
      { label: 'Base URL, from Docker', value: '{docker}' },
      { label: 'API key', value: '{key}' },
      { label: 'Model', value: '{model}' },
    ],
    steps: [
      'Look for a provider called “OpenAI-compatible”, “custom” or “generic OpenAI”.',
      'Paste the base URL and the key.',
      'Fetch the list of models, or type `{model}`.',
    ],
    notes: [
      'Either form of the address works: `/v1`, doubled `/v1/v1` and a missing `/v1` lead to the same place.',
      'The key goes into `Authorization: Bearer …` or `x-api-key: …`.',
    ],
  },
] as const satisfies readonly Client[];
