import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { mayCall, type OriginRules } from '../../../shared/origins.ts';
import { apiError } from '../errors/api-error.ts';

/** Headers of ours that a page may read. */
const exposedHeaders = ['x-request-id', 'x-should-retry', 'retry-after'];

/**
 * Sets the CORS headers of every answer to an origin that may call. It stands before whatever refuses
 * a request, so that the page can read why.
 */
export function corsHeaders(rules: () => OriginRules): RequestHandler {
  const options = { maxAge: 600, exposedHeaders, preflightContinue: true };
  const anyOrigin = cors({ origin: '*', ...options });
  const thisOrigin = cors({ origin: true, ...options });
  return (request, response, next) => {
    response.vary('Origin');
    const { origin } = request.headers;
    const current = rules();
    const mayRead = origin === undefined || mayCall(origin, current);
    const preflight = isPreflight(request);
    // An OPTIONS request that is no preflight asks which methods there are; the route answers.
    if (!mayRead || (request.method === 'OPTIONS' && !preflight)) {
      next();
      return;
    }
    if (preflight) response.setHeader('Access-Control-Allow-Private-Network', 'true');
    const policy = current.keySet && current.allowedOrigins.length === 0 ? anyOrigin : thisOrigin;
    policy(request, response, next);
  };
}

/**
 * Refuses origins that may not call, and answers preflights. Without a list any page may call when a
 * key is set, which it cannot know, and none otherwise.
 */
export function checkOrigin(rules: () => OriginRules): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    const current = rules();
    if (origin !== undefined && !mayCall(origin, current)) {
      next(
        apiError(
          'origin_not_allowed',
          `The web origin "${origin}" may not call this server. ` +
            (current.allowedOrigins.length > 0 || current.keySet
              ? 'Add it to "Allowed web origins" in Hermes Tray, Settings › Server (server.allowedOrigins).'
              : 'Set an API key, or add it to "Allowed web origins", in Hermes Tray, Settings › Server (server.allowedOrigins).'),
        ),
      );
    } else if (isPreflight(request)) {
      // Safari waits for a body unless it is told that there is none.
      response.status(204).set('Content-Length', '0').end();
    } else next();
  };
}

function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && Boolean(headers['access-control-request-method']);
}
