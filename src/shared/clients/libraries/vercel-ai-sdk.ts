import type { ConnectableClient } from '../client.ts';
import { likeAProgram } from '../calls.ts';
import { exportKey, libraryFields, setKey } from '../texts.ts';

export const vercelAiSdk: ConnectableClient = {
  id: 'vercel-ai-sdk',
  name: 'Vercel AI SDK',
  kind: 'library',
  signs: { userAgent: /\bai-sdk\b|^ai\/\d/ },
  about: 'The library many chat apps are built on.',
  group: 'Code',
  reach: 'program',
  guide: 'vercel-ai-sdk',
  fields: libraryFields,
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
  calls: likeAProgram,
};
