import type { Request, Response } from 'express';
import type { RunOrigin } from '../runs/run.ts';
import { clientName } from './client-name.ts';
import { requestIdOf } from './middleware/request-id.ts';
import type { ServerDeps } from './server-deps.ts';

/**
 * Where a run comes from, for the inspector; keys and tokens are taken out. That takes longer than
 * all other checks, so it is done when somebody looks, or in the next turn of the event loop: by
 * then the request to the model service is on its way.
 */
export function runOrigin(
  api: RunOrigin['api'],
  request: Request,
  response: Response,
  redactor: ServerDeps['redactor'],
): RunOrigin {
  const shown = once(() => ({
    headers: redactor.redactHeaders(request.headers),
    body: redactor.redactBody(request.body),
  }));
  setImmediate(shown);
  return {
    api,
    requestId: requestIdOf(response),
    client: clientName(request.headers),
    method: request.method,
    path: redactor.redact(request.originalUrl),
    get headers() {
      return shown().headers;
    },
    get body() {
      return shown().body;
    },
  };
}

/** Makes a value at the first call, and gives it at each. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
