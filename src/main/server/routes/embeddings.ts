import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import type { EmbeddingsRequest } from '../../model/services/embeddings.ts';
import { apiError } from '../errors/api-error.ts';
import { methodNotAllowed } from '../middleware/method-not-allowed.ts';
import { parse } from '../requests/schemas/parse.ts';
import type { RouteDeps, ServerDeps } from '../server-deps.ts';

const tokens = z.array(z.int().min(0)).min(1, 'must not be empty');

/** The body of a request for embeddings; what is not named here goes to the service as it is. */
export const embeddingsBody = z.looseObject({
  model: z
    .string()
    .nullish()
    .describe(
      'A model of the model service. Left out, or the id of the agent: the one that is set.',
    ),
  input: z
    .union(
      [
        z.string().min(1, 'must not be empty'),
        z.array(z.string()).min(1, 'must not be empty'),
        tokens,
        z.array(tokens).min(1, 'must not be empty'),
      ],
      'must be a text, a list of texts, a list of tokens, or a list of such lists, none empty',
    )
    .describe('Texts, or tokens of the model.'),
  encoding_format: z.enum(['float', 'base64'], 'must be "float" or "base64"').nullish(),
  dimensions: z.int().min(1, 'must be at least 1').nullish(),
  user: z.string().nullish(),
});

/** `POST /embeddings`, passed on to the model service. */
export function createEmbeddingsRouter(deps: RouteDeps): express.Router {
  const router = express.Router();
  router
    .route('/embeddings')
    .post(deps.readBody, (request, response) => create(request, response, deps))
    .all(methodNotAllowed('POST'));
  return router;
}

async function create(request: Request, response: Response, deps: ServerDeps): Promise<void> {
  const { model, ...body } = parse(embeddingsBody, request.body ?? {});
  const settings = deps.settings();
  if (settings.model.provider === 'demo') {
    throw apiError(
      'embeddings_not_available',
      'The built-in demo model makes no embeddings. Choose a provider that does in Hermes Tray, Settings › Model.',
    );
  }
  const asked = { ...withoutNulls(body), model: modelFor(model, settings) };
  const left = new AbortController();
  response.once('close', () => left.abort());
  const answer = await deps.embed(asked, left.signal);
  response.type('application/json').send(answer);
}

/** The model to ask: the one that is named, unless that is our agent, which makes none. */
function modelFor(
  named: string | null | undefined,
  { model, server }: ReturnType<ServerDeps['settings']>,
): string {
  if (named && named !== server.modelId) return named;
  if (model.embeddingModel !== '') return model.embeddingModel;
  const what = named ? `"${named}" is the agent, which makes no embeddings` : 'a model is needed';
  throw apiError(
    'embeddings_not_available',
    `model: ${what}. Name an embedding model of the model service, or set one under "Embedding model" in Hermes Tray, Settings › Model.`,
    { param: 'model' },
  );
}

/** null stands for "not set", which some services do not know. */
function withoutNulls(body: object): Omit<EmbeddingsRequest, 'model'> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
