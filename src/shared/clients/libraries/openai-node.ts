import type { ConnectableClient } from '../client.ts';
import { likeTheSdk } from '../calls.ts';
import { exportKey, libraryFields, setKey } from '../texts.ts';

export const openaiNode: ConnectableClient = {
  id: 'openai-node',
  name: 'OpenAI SDK (Node)',
  kind: 'library',
  signs: { userAgent: /^(Async|Azure)?OpenAI\/JS\b/ },
  about: 'The official library for TypeScript and JavaScript.',
  group: 'Code',
  reach: 'program',
  guide: 'openai-sdk',
  fields: libraryFields,
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
  notes: [
    'Errors after a run has begun carry `x-should-retry: false`, so the SDK does not run the tools a second time.',
    'What the SDK sends again after a time-out of its own goes on where it was: no tool runs twice.',
  ],
  calls: likeTheSdk,
};
