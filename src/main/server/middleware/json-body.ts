import express, { type Request, type RequestHandler } from 'express';
import { type ApiError, apiError } from '../errors/api-error.ts';
import type { ParseInThread } from '../requests/json/parse-in-thread.ts';
import { parseJson } from '../requests/json/parse-json.ts';

/** Larger bodies are parsed elsewhere; up to this it takes some 15 ms. Bytes. */
const largestHere = 4 * 2 ** 20;

/**
 * Reads a JSON body of at most `limitBytes` into `request.body`; undefined where there is none. Takes
 * only `application/json`: a page can send `text/plain` to any server without asking first, and JSON
 * not. A request without a body may leave the type out.
 */
export function jsonBody(limitBytes: () => number, parseLarge: ParseInThread): RequestHandler {
  let reader: { limit: number; read: RequestHandler } | undefined;
  return (request, response, next) => {
    const refusal = refuseType(request);
    if (refusal) {
      next(refusal);
      return;
    }
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

function refuseType(request: Request): ApiError | undefined {
  const { headers } = request;
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const type = headers['content-type'];
  // Nearly always it is written so, and `is` takes it apart.
  const plain = type === 'application/json';
  if (!hasBody || plain || (type && request.is('application/json'))) return undefined;
  return apiError(
    'unsupported_media_type',
    `The body must be sent with "Content-Type: application/json"${type ? `, not "${type}"` : ''}.`,
  );
}
