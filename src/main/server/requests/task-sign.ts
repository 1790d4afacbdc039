import type { IncomingHttpHeaders } from 'node:http';
import { recogniseClient } from '../../../shared/clients/recognise.ts';

/** In which a client says for which of its tasks it calls; empty for a chat. */
const taskHeader = 'x-hermes-task';

/**
 * What a request's headers say it is for: a task such as `title`, the empty string for a chat, undefined
 * where nothing says it. Open WebUI fills `{"X-Hermes-Task": "{{TASK}}"}` of a connection's headers;
 * some clients have a sign of their own (`lightSign` of their record).
 */
export function taskSign(headers: IncomingHttpHeaders): string | undefined {
  const said = headers[taskHeader];
  // A template that the client did not fill in says nothing.
  if (typeof said === 'string' && !said.includes('{{')) return said.trim();
  const { lightSign } = recogniseClient(headers);
  const sign = lightSign === undefined ? undefined : headers[lightSign];
  if (typeof sign !== 'string') return undefined;
  return sign.trim() === '' ? 'task' : '';
}
