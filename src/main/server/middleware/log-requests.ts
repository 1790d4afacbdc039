import type { RequestHandler } from 'express';
import type { Logger } from '../../log/logger.ts';
import { clientName } from '../requests/client-name.ts';
import { requestIdOf } from './request-id.ts';

/**
 * One line in the log for each request that was served; what was refused is logged where it becomes
 * an error answer. Questions that clients ask all the time are for the debug level.
 */
export function logRequests(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      if (response.statusCode >= 400) return;
      const level = request.method === 'POST' || request.method === 'DELETE' ? 'info' : 'debug';
      logger[level](`${request.method} ${request.originalUrl} ${response.statusCode}`, {
        ms: Math.round(performance.now() - startedAt),
        client: clientName(request.headers),
        requestId: requestIdOf(response),
        ...(response.writableFinished ? {} : { unfinished: true }),
      });
    });
    next();
  };
}
