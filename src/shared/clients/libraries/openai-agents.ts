import type { ConnectableClient } from '../client.ts';
import { likeTheSdk } from '../calls.ts';
import { exportKey, libraryFields, setKey } from '../texts.ts';

export const openaiAgents: ConnectableClient = {
  id: 'openai-agents',
  name: 'OpenAI Agents SDK',
  kind: 'library',
  signs: { userAgent: /\bAgents\// },
  about: 'Agents of your own, with this agent as their model.',
  group: 'Code',
  reach: 'program',
  guide: 'openai-agents',
  fields: libraryFields,
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
  calls: { ...likeTheSdk, api: 'responses', models: null, streamExtras: {} },
};
