import type { RequestHandler } from 'express';
import { ApiError } from '../api-error.ts';

/** Turns new requests away on connections that are still open while the server is switched off. */
export function refuseWhenStopping(stopping: () => boolean): RequestHandler {
  return (_request, _response, next) => {
    if (!stopping()) {
      next();
      return;
    }
    next(
      new ApiError('The server is being switched off.', {
        status: 503,
        type: 'server_error',
        code: 'server_stopping',
        headers: { Connection: 'close' },
      }),
    );
  };
}
