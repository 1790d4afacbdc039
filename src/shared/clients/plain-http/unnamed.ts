import type { Client } from '../client.ts';

/** A program that says nothing of itself; libraries and frameworks all do. */
export const unnamed: Client = {
  id: 'unnamed',
  name: 'Unknown client',
  kind: 'library',
  signs: {},
  told: { serverCalls: 'alone' },
};
