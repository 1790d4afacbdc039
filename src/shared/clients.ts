import { chatApps } from './clients/chat-apps.ts';
import type { Client } from './clients/client.ts';
import { codeClients } from './clients/code.ts';
import { selfHosted } from './clients/self-hosted.ts';

const catalogue = [...chatApps, ...selfHosted, ...codeClients] as const;

/** The ids of all clients we know how to connect. */
export type ClientId = (typeof catalogue)[number]['id'];

/** Every client we know how to connect, in the order in which they are offered; the last is any other. */
export const clients: readonly (Client & { id: ClientId })[] = catalogue;

/** The client of an id; of one we do not know, what holds for any client. */
export function clientById(id: string): Client & { id: ClientId } {
  return clients.find((client) => client.id === id) ?? clients.at(-1)!;
}
