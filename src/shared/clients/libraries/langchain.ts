import type { ConnectableClient } from '../client.ts';
import { likeTheSdk } from '../calls.ts';
import { exportKey, libraryFields, setKey } from '../texts.ts';

export const langchain: ConnectableClient = {
  id: 'langchain',
  name: 'LangChain',
  kind: 'library',
  signs: { userAgent: /langchain/i },
  // Each of its attempts is the first of an SDK of its own.
  repeatsUnsaid: 'whole',
  about: 'Chains and agents for JavaScript and Python.',
  group: 'Code',
  reach: 'program',
  guide: 'langchain',
  fields: libraryFields,
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
  notes: [
    'What LangChain sends again after a time-out of its own, or after an error, goes on where it was: no tool runs twice.',
  ],
  calls: likeTheSdk,
};
