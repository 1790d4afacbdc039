import type { Request, Response } from 'express';
import type { RunOrigin } from '../../runs/run.ts';
import { clientName } from './client-name.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import type { ServerDeps } from '../server-deps.ts';

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
  const shown = shownLater(request, redactor);
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

type Shown = Pick<RunOrigin, 'headers' | 'body'>;

/**
 * What is shown of a request, made at the first call and given at each. Apart from `runOrigin`: the
 * run is kept, and what it holds must not hold on to the request and its connection.
 */
function shownLater(request: Request, redactor: ServerDeps['redactor']): () => Shown {
  return once(() => ({
    headers: redactor.redactHeaders(request.headers),
    body: redactor.redactBody(request.body),
  }));
}

/** Makes a value at the first call or in the next turn, and forgets how. */
function once<Value>(make: () => Value): () => Value {
  let state: { make: () => Value } | { made: Value } = { make };
  const get = (): Value => {
    if ('make' in state) state = { made: state.make() };
    return state.made;
  };
  setImmediate(get);
  return get;
}
