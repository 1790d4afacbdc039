import type { Client } from '../client.ts';

/**
 * aiohttp, by which Open WebUI calls. An Open WebUI that forwards no names of its users cannot be told
 * from other programs, so that all are told things as it needs them.
 */
export const aiohttp: Client = {
  id: 'aiohttp',
  name: 'aiohttp',
  kind: 'library',
  signs: { userAgent: /\baiohttp\// },
  told: { serverCalls: 'always', callOutput: 'parts' },
};
