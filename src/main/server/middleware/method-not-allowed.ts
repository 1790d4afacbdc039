import type { RequestHandler } from 'express';
import { apiError } from '../errors/api-error.ts';

/**
 * The last handler of a route: `router.route('/x').get(…).all(methodNotAllowed('GET'))`.
 * Tells the methods there are; `HEAD` comes with `GET`.
 */
export function methodNotAllowed(...methods: string[]): RequestHandler {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  const header = [...allow, 'OPTIONS'].join(', ');
  return (request, response, next) => {
    if (request.method === 'OPTIONS') {
      response.set('Allow', header).status(204).end();
      return;
    }
    const message = `${request.method} is not possible here. Use ${allow.join(' or ')}.`;
    next(apiError('method_not_allowed', message, { headers: { Allow: header } }));
  };
}
