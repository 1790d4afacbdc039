import express, { type Request, type Response } from 'express';
import type { RunOrigin } from '../../../runs/run.ts';
import type { InputItem } from '../../../store/response-store.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import { runOrigin } from '../../requests/run-origin.ts';
import { parse } from '../../requests/schemas/parse.ts';
import type { RouteDeps } from '../../server-deps.ts';
import { readItems } from '../responses/request/input.ts';
import { pageOf } from '../responses/request/input-items.ts';
import { withOwnOutputs } from '../responses/request/own-outputs.ts';
import type { Responses } from '../responses/service.ts';
import { findItem, findOutput } from '../responses/stored-items.ts';
import type { TurnOrder } from '../responses/turn-order.ts';
import { conversationUpdateBody, newConversationBody, newItemsBody } from './request.ts';
import { createConversations, requireItem, type Conversations } from './service.ts';

type Deps = RouteDeps & { responses: Responses; order: TurnOrder };

/** `/conversations` and all below it. */
export function createConversationsRouter(deps: Deps): express.Router {
  const { readBody } = deps;
  const conversations = createConversations(deps);
  const router = express.Router();
  router
    .route('/conversations')
    .post(readBody, (request, response) => create(request, response, conversations, deps))
    .all(methodNotAllowed('POST'));
  router
    .route('/conversations/:id')
    .get(async (request, response) => {
      response.json(await conversations.get(request.params.id));
    })
    .post(readBody, async (request, response) => {
      const { metadata } = parse(conversationUpdateBody, request.body ?? {});
      response.json(await conversations.update(request.params.id, metadata ?? {}));
    })
    .delete(async (request, response) => {
      const { id } = request.params;
      await conversations.delete(id);
      response.json({ id, object: 'conversation.deleted', deleted: true });
    })
    .all(methodNotAllowed('GET', 'POST', 'DELETE'));
  router
    .route('/conversations/:id/items')
    .get(async (request, response) => {
      const origin = originOf(request, response, deps);
      const items = await conversations.items(request.params.id, origin);
      response.json(pageOf(items, request.query));
    })
    .post(readBody, (request, response) => add(request, response, conversations, deps))
    .all(methodNotAllowed('GET', 'POST'));
  router
    .route('/conversations/:id/items/:item')
    .get(async (request, response) => {
      const { id, item } = request.params;
      const items = await conversations.items(id, originOf(request, response, deps));
      response.json(requireItem(items, item));
    })
    .delete(async (request, response) => {
      const { id, item } = request.params;
      response.json(await conversations.deleteItem(id, item, originOf(request, response, deps)));
    })
    .all(methodNotAllowed('GET', 'DELETE'));
  return router;
}

async function create(
  request: Request,
  response: Response,
  conversations: Conversations,
  deps: Deps,
): Promise<void> {
  const { metadata, items } = parse(
    newConversationBody,
    request.body === undefined ? {} : request.body,
  );
  const read = await itemsOf(items ?? [], originOf(request, response, deps), deps);
  response.json(await conversations.create(metadata ?? {}, read));
}

async function add(
  request: Request,
  response: Response,
  conversations: Conversations,
  deps: Deps,
): Promise<void> {
  const { id } = request.params as { id: string };
  const { items } = parse(newItemsBody, request.body ?? {});
  const read = await itemsOf(items, originOf(request, response, deps), deps);
  const left = new AbortController();
  response.once('close', () => left.abort());
  const added = await conversations.add(id, read, left.signal);
  response.json(pageOf(added, { order: 'asc', limit: '100' }));
}

/** The items of a request, each in one form; outputs of our own tools are the true ones. */
async function itemsOf(
  raw: readonly unknown[],
  origin: RunOrigin,
  { readFile, settings, responses, logger }: Deps,
): Promise<InputItem[]> {
  const read = await readItems(raw, 'items', {
    readFile,
    maxItems: settings().server.maxMessages,
    resolveItem: (id) => findItem(id, origin, responses),
    // Which tools there will be is said with each response.
    isCustomTool: () => true,
    onLeftOut: (type) => logger.info('Left out an item of another service', { type }),
  });
  return withOwnOutputs(read, (id, callId) => findOutput(id, callId, origin, responses));
}

function originOf(request: Request, response: Response, { redactor }: Deps): RunOrigin {
  return runOrigin('responses', request, response, redactor);
}
