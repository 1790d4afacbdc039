import type { Client } from '../client.ts';

/** JavaScript's own `fetch` outside a browser. */
export const fetchCaller: Client = {
  id: 'fetch',
  name: 'fetch',
  kind: 'library',
  signs: { userAgent: /^(node|undici|Bun|Deno)\b/ },
  told: { serverCalls: 'alone' },
};
