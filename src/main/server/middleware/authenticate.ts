import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { apiError } from '../errors/api-error.ts';

export interface AuthRules {
  /** Undefined: no key is asked for, on loopback. */
  apiKey: string | undefined;
  boundToNetwork: boolean;
}

/** Lets a request pass that carries the key as `Authorization: Bearer` or `x-api-key`. */
export function authenticate(rules: () => AuthRules): RequestHandler {
  return (request, _response, next) => {
    const problem = findProblem(request.headers, rules());
    if (problem === undefined) next();
    else next(apiError('invalid_api_key', problem, { headers: { 'WWW-Authenticate': 'Bearer' } }));
  };
}

/** Why these headers do not give access; undefined when they do. */
function findProblem(
  headers: IncomingHttpHeaders,
  { apiKey, boundToNetwork }: AuthRules,
): string | undefined {
  if (!apiKey) {
    // The key was cleared while bound to the network; until it is rebound, nobody is let in.
    return boundToNetwork
      ? 'This server can be reached from the network and has no API key, so it answers nobody. Set a key in Hermes Tray, Settings › Server.'
      : undefined;
  }
  const given = givenKeys(headers);
  if (given.some((key) => sameKey(key, apiKey))) return undefined;
  if (given.length > 0) {
    return 'This API key is not right. Copy it from the tray menu of Hermes Tray or from its Settings › Server.';
  }
  return headers.authorization && !/^bearer\s*$/i.test(headers.authorization)
    ? 'The Authorization header must be "Bearer" and the API key.'
    : 'An API key is needed, as "Authorization: Bearer <key>" or "x-api-key: <key>". Copy it from the tray menu of Hermes Tray or from its Settings › Server.';
}

/** Clients send either header, or both; an empty one is no key. */
function givenKeys(headers: IncomingHttpHeaders): string[] {
  const bearer = /^bearer +(\S.*)$/i.exec(headers.authorization ?? '')?.[1];
  const plain = headers['x-api-key'];
  return [bearer, ...[plain].flat()].filter((key) => key !== undefined && key !== '') as string[];
}

/** Compares digests, so the time taken tells neither the length nor where they differ. */
function sameKey(given: string, real: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given.trim()), digest(real));
}
