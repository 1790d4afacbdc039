import express from 'express';
import { methodNotAllowed } from '../middleware/method-not-allowed.ts';
import type { ServerDeps } from '../server-deps.ts';

/** `GET /openapi.json`: the API's description, made when it is first asked for. */
export function createOpenApiRouter({ version }: Pick<ServerDeps, 'version'>): express.Router {
  let document: Promise<Record<string, unknown>> | undefined;
  const router = express.Router();
  router
    .route('/openapi.json')
    .get(async (_request, response) => {
      document ??= import('../openapi/document.ts').then((module) =>
        module.openApiDocument(version),
      );
      response.json(await document);
    })
    .all(methodNotAllowed('GET'));
  return router;
}
