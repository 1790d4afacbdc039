import type { IncomingHttpHeaders } from 'node:http';
import { clientName } from '../../../requests/client-name.ts';
import type { ResponseRequest } from '../request/request.ts';

/** How a response is told; decided when it begins, so that it is told the same way ever after. */
export interface Presentation {
  /** False: the text of a message comes in one piece, when the message is complete. */
  piecewise: boolean;
  /** Whether calls of server tools and their outputs are part of the output. */
  showServerTools: boolean;
}

/**
 * Libraries that run every call they see, even of tools they never declared: the Vercel AI SDK asks
 * again and again with an error as the output, and the tools here run each time; OpenAI Agents fails.
 */
const takesCallsForItsOwn = /\b(ai-sdk|Agents)\//;
/** Chat programs built on the Vercel AI SDK, which send a User-Agent of their own. */
const builtOnAiSdk = new Set(['ChatBox', 'Jan', 'Cherry Studio']);

/** Decides how the response to a request is told. */
export function choosePresentation(
  request: ResponseRequest,
  headers: IncomingHttpHeaders,
  piecewise: boolean,
): Presentation {
  const wouldRunThem =
    // A client with tools of its own runs the calls it gets.
    request.tools.length > 0 ||
    takesCallsForItsOwn.test(headers['user-agent'] ?? '') ||
    builtOnAiSdk.has(clientName(headers));
  return { piecewise, showServerTools: !wouldRunThem };
}
