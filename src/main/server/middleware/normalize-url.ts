import type { RequestHandler } from 'express';

/**
 * Lets one set of routes answer under every address that clients build from what people type:
 * `/v1/models`, `/models`, `//models`, `/v1/v1/models`. `originalUrl` stays as it was sent.
 */
export function normalizeUrl(): RequestHandler {
  return (request, _response, next) => {
    request.url = normalize(request.url);
    next();
  };
}

/** The path without doubled slashes and up to two leading `/v1`; the query as it is. */
export function normalize(url: string): string {
  const queryAt = url.indexOf('?');
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  const query = queryAt === -1 ? '' : url.slice(queryAt);
  const collapsed = path.replace(/\/{2,}/g, '/').replace(/^(\/v1){1,2}(?=\/|$)/, '');
  return (collapsed === '' ? '/' : collapsed) + query;
}
