import type { RequestListener } from 'node:http';
import type { Express, Request } from 'express';

/**
 * Lets one set of routes answer under every address that clients build from what people type:
 * `/v1/models`, `/models`, `//models`, `/v1/v1/models`. `originalUrl` stays as it was sent.
 *
 * It stands before Express and not in it: for an address that it cannot parse (`//a@b#`) Express
 * skips every middleware and answers with a page of its own.
 */
export function withNormalizedUrls(app: Express): RequestListener {
  return (request, response) => {
    const { url = '/' } = request;
    (request as Request).originalUrl = url;
    request.url = normalize(url);
    app(request, response);
  };
}

/** The path without doubled slashes and up to two leading `/v1`; the query as it is; no fragment. */
export function normalize(url: string): string {
  const [path, query] = splitQuery(url.replace(/#.*$/s, ''));
  const collapsed = path.replace(/\/{2,}/g, '/').replace(/^(\/v1){1,2}(?=\/|$)/, '');
  return (collapsed === '' ? '/' : collapsed) + query;
}

/** The query begins with its question mark; it is empty where there is none. */
function splitQuery(url: string): [path: string, query: string] {
  const at = url.indexOf('?');
  return at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at)];
}
