import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Headers in which clients of a stateless API say which chat a request belongs to. */
const headerNames = ['x-hermes-session-id', 'x-openwebui-chat-id'] as const;

/** The chat a request belongs to, where its client names it. */
export function namedChat(headers: IncomingHttpHeaders): string | undefined {
  for (const name of headerNames) {
    const value = headers[name];
    if (typeof value === 'string' && /^[\w.:-]{1,200}$/.test(value)) return value;
  }
  return undefined;
}

/**
 * Groups the runs of one chat where the client names it, so that background processes, the todo list
 * and "allow for this conversation" last. Otherwise each request stands alone.
 */
export function conversationIdOf(headers: IncomingHttpHeaders): string {
  return `chat:${namedChat(headers) ?? randomUUID()}`;
}
