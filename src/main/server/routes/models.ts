import express from 'express';
import type { Settings } from '../../../shared/settings.ts';
import { apiError } from '../errors/api-error.ts';
import { methodNotAllowed } from '../middleware/method-not-allowed.ts';
import type { ServerDeps } from '../server-deps.ts';

/** The one model of this server, as clients list it. Known without asking the upstream. */
function modelCard(settings: Settings, startedAt: number): Record<string, unknown> {
  const id = settings.server.modelId;
  const { contextWindow } = settings.model;
  return {
    id,
    object: 'model',
    created: Math.floor(startedAt / 1000),
    owned_by: 'hermes',
    permission: [],
    root: id,
    parent: null,
    name: id,
    context_length: contextWindow,
    architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
    // LibreChat reads the length only beside prices, which are strings.
    pricing: { prompt: '0', completion: '0' },
    // Chat UI offers tools where a provider has them.
    providers: [{ supports_tools: true, context_length: contextWindow }],
    // LobeChat's words for the same.
    displayName: id,
    contextWindowTokens: contextWindow,
    vision: true,
    functionCall: true,
    reasoning: true,
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
