import express, { type RequestHandler } from 'express';
import { apiError } from '../errors/api-error.ts';
import type { ParseInThread } from '../requests/json/parse-in-thread.ts';
import { parseJson } from '../requests/json/parse-json.ts';

/**
 * Takes only `application/json` bodies: a page can send `text/plain` to any server without asking
 * first, and JSON not. A request without a body may leave the type out.
 */
export function requireJson(): RequestHandler {
  return (request, _response, next) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined ||
      Number(request.headers['content-length'] ?? 0) > 0;
    const type = request.headers['content-type'];
    // Nearly always it is written so, and `is` takes it apart.
    const plain = type === 'application/json';
    if (!hasBody || plain || (type && request.is('application/json'))) next();
    else {
      next(
        apiError(
          'unsupported_media_type',
          `The body must be sent with "Content-Type: application/json"${type ? `, not "${type}"` : ''}.`,
        ),
      );
    }
  };
}

/** Larger bodies are parsed elsewhere; up to this it takes some 15 ms. Bytes. */
const largestHere = 4 * 2 ** 20;

/**
 * Reads a JSON body of at most `limitBytes` into `request.body`; undefined where there is none.
 */
export function jsonBody(limitBytes: () => number, parseLarge: ParseInThread): RequestHandler {
  let reader: { limit: number; read: RequestHandler } | undefined;
  return (request, response, next) => {
    const limit = limitBytes();
    if (reader?.limit !== limit) {
      reader = { limit, read: express.raw({ type: () => true, limit }) };
    }
    const take = (body: unknown): void => {
      request.body = body;
      next();
    };
    void reader.read(request, response, (error?: unknown) => {
      if (error) {
        next(error);
        return;
      }
      try {
        const bytes: unknown = request.body;
        if (!Buffer.isBuffer(bytes) || bytes.length === 0) take(undefined);
        else if (bytes.length <= largestHere) take(parseJson(bytes));
        else parseLarge(bytes as Buffer<ArrayBuffer>).then(take, next);
      } catch (problem) {
        next(problem);
      }
    });
  };
}
