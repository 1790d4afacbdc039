import express from 'express';
import type { Settings } from '../../../shared/settings.ts';
import { apiError } from '../errors/api-error.ts';
import { methodNotAllowed } from '../middleware/method-not-allowed.ts';
import type { ServerDeps } from '../server-deps.ts';

/** The one model of this server, as clients list it. Known without asking the upstream. */
function modelCard(settings: Settings, startedAt: number): Record<string, unknown> {
  const id = settings.server.modelId;
  return {
    id,
    object: 'model',
    created: Math.floor(startedAt / 1000),
    owned_by: 'hermes',
    permission: [],
    root: id,
    parent: null,
    name: id,
    context_length: settings.model.contextWindow,
    architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
  };
}

/** `GET /models` and `GET /models/{id}` */
export function createModelsRouter({ settings, startedAt }: ServerDeps): express.Router {
  const router = express.Router();
  router
    .route('/models')
    .get((_request, response) => {
      response.json({ object: 'list', data: [modelCard(settings(), startedAt)] });
    })
    .all(methodNotAllowed('GET'));
  router
    // An id may hold slashes: "nous/hermes".
    .route('/models/*id')
    .get((request, response) => {
      const id = request.params.id.join('/');
      const { modelId } = settings().server;
      if (id !== modelId) {
        throw apiError('model_not_found', `There is no model "${id}" here, only "${modelId}".`);
      }
      response.json(modelCard(settings(), startedAt));
    })
    .all(methodNotAllowed('GET'));
  return router;
}
