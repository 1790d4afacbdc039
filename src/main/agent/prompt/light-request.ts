import { knownClients } from '../../../shared/clients.ts';
import { textOf } from '../../model/conversation/measure.ts';
import type { AgentRequest } from '../agent.ts';

/** How the clients that we know ask for titles, tags and follow-up questions, and what others write. */
const openings = [
  ...knownClients.flatMap(({ lightOpenings = [] }) =>
    lightOpenings.filter(({ place }) => place === 'user').map(({ words }) => words),
  ),
  /^(Summarize|Name) (the|this|our) (conversation|chat)\b[^.\n]{0,80}\b(title|words)\b/i,
  /\b(title|name) (for|of) (the|this|our) (conversation|chat)\b/i,
];

/** Long texts are work, whatever they begin with. Open WebUI's prompts hold the chat's history. */
const longestOpening = 400;

/**
 * Whether this asks for a title, tags or the like, and so needs one plain model call and no tools.
 * A request that brings tools of its own never does.
 */
export function isLightRequest(request: AgentRequest): boolean {
  if (request.clientTools.length > 0) return false;
  const last = request.messages.at(-1);
  if (last?.role !== 'user') return false;
  const text = textOf(last).trimStart().slice(0, longestOpening);
  return openings.some((opening) => opening.test(text));
}
