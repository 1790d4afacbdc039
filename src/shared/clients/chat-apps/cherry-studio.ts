import type { Client } from '../client.ts';

export const cherryStudio: Client = {
  id: 'cherry-studio',
  name: 'Cherry Studio',
  kind: 'program',
  signs: {
    title: /cherry-? ?studio/i,
    userAgent: /cherry-?studio/i,
    page: /cherry-?(ai|studio)/i,
  },
  // It shows an error frame as "[object Object]", and is built on the AI SDK.
  told: { streamErrors: 'words-first', serverCalls: 'hidden' },
};
