import type { ConnectableClient } from '../client.ts';
import { likeAProgram } from '../calls.ts';
import { exportKey, libraryFields, setKey } from '../texts.ts';

export const curl: ConnectableClient = {
  id: 'curl',
  name: 'curl',
  kind: 'library',
  signs: { userAgent: /^curl\// },
  told: { serverCalls: 'alone' },
  about: 'The quickest way to see that it answers.',
  group: 'Code',
  reach: 'program',
  guide: 'curl',
  fields: libraryFields,
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
  calls: likeAProgram,
};
