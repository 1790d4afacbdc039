import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { tellingOf } from '../../../../shared/clients/client.ts';
import { recogniseClient } from '../../../../shared/clients/recognise.ts';
import type { Settings } from '../../../../shared/settings.ts';
import { conversationIdOf } from '../../requests/conversation-id.ts';
import { soleOwner } from '../../requests/owner.ts';
import { rememberedFor } from '../../requests/remembered-for.ts';
import { taskSign } from '../../requests/task-sign.ts';
import { onceBegun } from '../../errors/error-response.ts';
import { createRepetitions, type Repetitions } from '../../requests/repetition/repetitions.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import { runOrigin } from '../../requests/run-origin.ts';
import { parse } from '../../requests/schemas/parse.ts';
import type { RouteDeps, ServerDeps } from '../../server-deps.ts';
import { headerHoldMs } from '../../streaming/stream-run.ts';
import type { Run, RunOrigin } from '../../../runs/run.ts';
import { readInput } from './request/input.ts';
import { withOwnOutputs } from './request/own-outputs.ts';
import { clientCall } from './output/client-calls.ts';
import { listedInput, pageOf } from './request/input-items.ts';
import { bodyOf, progressOf } from './known-response.ts';
import { choosePresentation } from './output/presentation.ts';
import { readResponseRequest } from './request/request.ts';
import { answerWhenDone, streamResponse, type StreamOptions } from './output/send-response.ts';
import type { Responses } from './service.ts';
import { findItem, findOutput } from './stored-items.ts';
import type { NewResponse } from './turn.ts';

/** What the handlers share. */
interface Context extends ServerDeps {
  responses: Responses;
  repetitions: Repetitions;
}

/** `/responses` and all below it. */
export function createResponsesRouter(deps: RouteDeps & { responses: Responses }): express.Router {
  const context: Context = { ...deps, repetitions: createRepetitions(deps) };
  const router = express.Router();
  router
    .route('/responses')
    .post(deps.readBody, (request, response) => create(request, response, context))
    .all(methodNotAllowed('POST'));
  // Paths of OpenAI's that are not here; they are no ids.
  for (const path of ['/responses/compact', '/responses/input_tokens']) {
    router.route(path).all((_request, _response, next) => next('router'));
  }
  router
    .route('/responses/:id')
    .get((request, response) => retrieve(request, response, context))
    .delete((request, response) => remove(request, response, context))
    .all(methodNotAllowed('GET', 'DELETE'));
  router
    .route('/responses/:id/cancel')
    .post(deps.readBody, (request, response) => cancel(request, response, context))
    .all(methodNotAllowed('POST'));
  router
    .route('/responses/:id/input_items')
    .get((request, response) => inputItems(request, response, context))
    .all(methodNotAllowed('GET'));
  return router;
}

async function create(request: Request, response: Response, context: Context): Promise<void> {
  const { settings, repetitions, responses } = context;
  const { server } = settings();
  const wanted = readRequest(request, response, context);
  const run = await repetitions.run(
    {
      endpoint: 'responses',
      headers: request.headers,
      apiKey: context.apiKey(),
      body: request.body as unknown,
      streamed: wanted.request.stream,
      conversation: wanted.request.conversation,
      origin: wanted.origin,
    },
    async (adopt) => {
      const { request: asked, origin } = wanted;
      const read = await readInput(asked.input, {
        readFile: context.readFile,
        maxItems: server.maxMessages,
        resolveItem: (id) => findItem(id, origin, responses),
        isCustomTool: (name) =>
          clientCall({ id: '', name, arguments: '' }, asked.tools).type === 'custom_tool_call',
        onLeftOut: (type) => context.logger.info('Left out an item of another service', { type }),
      });
      const input = await withOwnOutputs(read, (id, callId) =>
        findOutput(id, callId, origin, responses),
      );
      return (await responses.begin({ ...wanted, input }, adopt)).run;
    },
  );
  await onceBegun(run, answer(run, wanted, response, context));
}

async function answer(
  run: Run,
  wanted: Omit<NewResponse, 'input'>,
  response: Response,
  { responses, settings }: Context,
): Promise<void> {
  const known = await responses.madeBy(run, wanted);
  const { stream, echo } = wanted.request;
  if (stream) {
    const watching = watchingOf(response, settings());
    await streamResponse(known, response, { startingAfter: -1, ...watching, headerHoldMs });
  } else if (echo.background) response.json(progressOf(known).body());
  else await answerWhenDone(known, response);
}

function readRequest(
  request: Request,
  response: Response,
  context: Context,
): Omit<NewResponse, 'input'> {
  const { server, streaming } = context.settings();
  const wanted = readResponseRequest(request.body, server.modelId, (type) =>
    context.logger.warn('Ignored a tool that is no function', { type }),
  );
  return {
    request: wanted,
    origin: runOrigin('responses', request, response, context.redactor),
    presentation: choosePresentation(wanted, request.headers, streaming),
    sessionId: conversationIdOf(request.headers),
    task: taskSign(request.headers),
    owner: soleOwner,
    remember: rememberedFor(request.headers),
  };
}

/** The query of a request for a stored response. */
export const retrieveQuery = z.object({
  stream: z.enum(['true', 'false']).optional(),
  starting_after: z
    .string()
    .regex(/^[0-9]{1,9}$/, 'must be the number of an event')
    .transform(Number)
    .optional(),
});

async function retrieve(request: Request, response: Response, context: Context): Promise<void> {
  const { stream, starting_after: startingAfter = -1 } = parse(retrieveQuery, request.query);
  const known = await context.responses.get(...addressee(request, response, context));
  if (stream !== 'true') {
    response.json(bodyOf(known));
    return;
  }
  const watching = watchingOf(response, context.settings());
  await streamResponse(known, response, { startingAfter, ...watching, headerHoldMs: 0 });
}

/** What a client that watches is sent while nothing happens. */
function watchingOf(
  { req }: Response,
  { server }: Settings,
): Pick<StreamOptions, 'keepaliveMs' | 'silence'> {
  const { silence } = tellingOf(recogniseClient(req.headers));
  return { keepaliveMs: server.keepaliveSeconds * 1000, silence };
}

async function remove(request: Request, response: Response, context: Context): Promise<void> {
  const [id] = addressee(request, response, context);
  await context.responses.delete(id);
  response.json({ id, object: 'response', deleted: true });
}

async function cancel(request: Request, response: Response, context: Context): Promise<void> {
  response.json(await context.responses.cancel(...addressee(request, response, context)));
}

async function inputItems(request: Request, response: Response, context: Context): Promise<void> {
  const known = await context.responses.get(...addressee(request, response, context));
  response.json(pageOf(listedInput(known.head.id, known.input), request.query));
}

function addressee(request: Request, response: Response, context: Context): [string, RunOrigin] {
  const { id } = request.params as { id: string };
  return [id, runOrigin('responses', request, response, context.redactor)];
}
