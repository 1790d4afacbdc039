import type { Client } from '../client.ts';

/** Chats it sends through the SDK of OpenAI, under that one's name; responses by itself. */
export const litellm: Client = {
  id: 'litellm',
  name: 'litellm',
  kind: 'library',
  signs: { userAgent: /^litellm\// },
  // Each attempt of its Router is a first one.
  repeatsUnsaid: 'whole',
};
