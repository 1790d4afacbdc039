import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const header = 'x-request-id';
const acceptable = /^[\w.:-]{1,128}$/;

/** Gives every answer an `x-request-id`: the client's own if it sent a sane one, else a new one. */
export function requestId(): RequestHandler {
  return (request, response, next) => {
    const given = request.get(header);
    response.setHeader(header, given && acceptable.test(given) ? given : newRequestId());
    next();
  };
}

/** The id given to this request. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader(header));
}

/** `req_…` */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll('-', '')}`;
}
