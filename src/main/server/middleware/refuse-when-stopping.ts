import type { RequestHandler } from 'express';
import { apiError } from '../errors/api-error.ts';

/** Turns new requests away on connections that are still open while the server is switched off. */
export function refuseWhenStopping(stopping: () => boolean): RequestHandler {
  return (_request, _response, next) => {
    if (!stopping()) {
      next();
      return;
    }
    next(
      apiError('server_stopping', 'The server is being switched off.', {
        headers: { Connection: 'close' },
      }),
    );
  };
}
