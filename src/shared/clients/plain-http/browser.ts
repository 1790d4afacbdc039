import type { Client } from '../client.ts';

/** A page of which nothing else is known; most are chat programs built on a library. */
export const browser: Client = {
  id: 'browser',
  name: 'Web page',
  kind: 'library',
  signs: { userAgent: /^Mozilla\// },
  // A NextChat at an address of one's own cannot be told from others, and shows nothing of a frame.
  told: { streamErrors: 'words-first' },
};
