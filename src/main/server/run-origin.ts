import type { Request, Response } from 'express';
import type { RunOrigin } from '../runs/run.ts';
import { clientName } from './client-name.ts';
import { requestIdOf } from './middleware/request-id.ts';
import type { ServerDeps } from './server-deps.ts';

/** Where a run comes from, for the inspector; keys and tokens are taken out. */
export function runOrigin(
  api: RunOrigin['api'],
  request: Request,
  response: Response,
  redactor: ServerDeps['redactor'],
): RunOrigin {
  return {
    api,
    requestId: requestIdOf(response),
    client: clientName(request.headers),
    method: request.method,
    path: redactor.redact(request.originalUrl),
    headers: redactor.redactHeaders(request.headers),
    body: redactor.redactBody(request.body),
  };
}
