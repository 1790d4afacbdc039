import type { RequestHandler } from 'express';
import { apiError } from '../errors/api-error.ts';

/** Answers what no route has answered. */
export function notFound(): RequestHandler {
  return (request, _response, next) => {
    const path = request.originalUrl.replace(/\?.*$/s, '');
    next(
      apiError(
        'path_not_found',
        `There is no ${path}. The API's base URL ends in /v1, e.g. /v1/chat/completions or /v1/models.`,
      ),
    );
  };
}
