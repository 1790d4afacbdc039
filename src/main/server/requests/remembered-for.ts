import type { IncomingHttpHeaders } from 'node:http';
import type { AgentRequest } from '../../agent/agent.ts';
import { namedChat } from './conversation-id.ts';
import { soleOwner } from './owner.ts';

/** For whom a request's turn is remembered; undefined where its client wants none of it. */
export function rememberedFor(headers: IncomingHttpHeaders): AgentRequest['remember'] {
  const wish = headers['x-hermes-memory'];
  if (typeof wish === 'string' && wish.trim().toLowerCase() === 'off') return undefined;
  return { owner: soleOwner, chat: namedChat(headers) };
}
