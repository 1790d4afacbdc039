import cors from 'cors';
import type { RequestHandler } from 'express';
import { apiError } from '../api-error.ts';

export interface CorsRules {
  /** What the person has listed; `*` is any. */
  allowedOrigins: readonly string[];
  keySet: boolean;
}

/** Headers of ours that a page may read. */
const exposedHeaders = ['x-request-id', 'x-should-retry', 'retry-after'];

/**
 * Answers preflights, sets the CORS headers of every other answer, and refuses origins that may not
 * call. Without a list any page may call when a key is set, which it cannot know, and none otherwise.
 */
export function corsPolicy(rules: () => CorsRules): RequestHandler {
  const anyOrigin = cors({ origin: '*', maxAge: 600, exposedHeaders });
  const thisOrigin = cors({ origin: true, maxAge: 600, exposedHeaders });
  return (request, response, next) => {
    response.vary('Origin');
    const { origin } = request.headers;
    const { allowedOrigins, keySet } = rules();
    const listed = allowedOrigins.length > 0;
    if (origin !== undefined && !isAllowedOrigin(origin, { allowedOrigins, keySet })) {
      next(
        apiError(
          'origin_not_allowed',
          `The web origin "${origin}" may not call this server. ` +
            (listed || keySet
              ? 'Add it to "Allowed web origins" in Settings › Server (server.allowedOrigins).'
              : 'Set an API key, or add it to "Allowed web origins", in Settings › Server (server.allowedOrigins).'),
        ),
      );
      return;
    }
    const policy = keySet && !listed ? anyOrigin : thisOrigin;
    if (request.method === 'OPTIONS') {
      if (!request.headers['access-control-request-method']) {
        // An OPTIONS request that is no preflight asks which methods there are; the route answers.
        next();
        return;
      }
      response.setHeader('Access-Control-Allow-Private-Network', 'true');
    }
    policy(request, response, next);
  };
}

/** Whether a page of this origin may call under the rules. */
function isAllowedOrigin(origin: string, rules: CorsRules): boolean {
  if (rules.allowedOrigins.length === 0) return rules.keySet;
  return rules.allowedOrigins.some(
    (allowed) => allowed === '*' || allowed.toLowerCase() === origin.toLowerCase(),
  );
}
