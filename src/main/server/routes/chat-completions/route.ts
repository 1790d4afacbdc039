import express, { type Request, type Response } from 'express';
import { asksForJson } from '../../../agent/text/answer-text.ts';
import { clientName } from '../../requests/client-name.ts';
import { conversationIdOf } from '../../requests/conversation-id.ts';
import { rememberedFor } from '../../requests/remembered-for.ts';
import { taskSign } from '../../requests/task-sign.ts';
import { onceBegun } from '../../errors/error-response.ts';
import { createRepetitions, type Repetitions } from '../../requests/repetition/repetitions.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import { runOrigin } from '../../requests/run-origin.ts';
import type { RouteDeps, ServerDeps } from '../../server-deps.ts';
import { failureOf, headerHoldMs, streamRun, whenFinished } from '../../streaming/stream-run.ts';
import { tellingOf } from '../../../../shared/clients/client.ts';
import { recogniseClient } from '../../../../shared/clients/recognise.ts';
import { streamsPiecewise } from '../../../../shared/streams-piecewise.ts';
import type { Run } from '../../../runs/run.ts';
import type { Settings } from '../../../../shared/settings.ts';
import { type AnswerHead, answerHead } from './answer-head.ts';
import { completionBody } from './completion.ts';
import { type ChatRequest, readChatRequest } from './request.ts';
import { createChunkStream } from './stream.ts';

/** `POST /chat/completions` */
export function createChatCompletionsRouter(deps: RouteDeps): express.Router {
  const parts = { ...deps, repetitions: createRepetitions(deps) };
  const router = express.Router();
  router
    .route('/chat/completions')
    .post(deps.readBody, (request, response) => complete(request, response, parts))
    .all(methodNotAllowed('POST'));
  return router;
}

async function complete(
  request: Request,
  response: Response,
  deps: ServerDeps & { repetitions: Repetitions },
): Promise<void> {
  const settings = deps.settings();
  const chat = await readChatRequest(request.body, {
    conversationId: conversationIdOf(request.headers),
    task: taskSign(request.headers),
    remember: rememberedFor(request.headers),
    client: clientName(request.headers),
    maxMessages: settings.server.maxMessages,
    readFile: deps.readFile,
    onIgnoredTool: (type) => deps.logger.warn('Ignored a tool that is no function', { type }),
  });
  const origin = runOrigin('chat.completions', request, response, deps.redactor);
  const run = await deps.repetitions.run(
    {
      endpoint: 'chat.completions',
      headers: request.headers,
      apiKey: deps.apiKey(),
      body: request.body as unknown,
      streamed: chat.stream,
      origin,
    },
    async (adopt) =>
      deps.runs.start(adopt({ prepare: () => Promise.resolve(chat.agentRequest) }), origin),
  );
  const head = answerHead(run, chat.model ?? settings.server.modelId);
  await onceBegun(
    run,
    chat.stream ? stream(run, head, chat, response, deps) : answer(run, head, chat, response, deps),
  );
}

async function stream(
  run: Run,
  head: AnswerHead,
  chat: ChatRequest,
  response: Response,
  deps: ServerDeps,
): Promise<void> {
  const { streaming, server } = deps.settings();
  const { reasoning, streamErrors } = tellingOf(recogniseClient(response.req.headers));
  const chunks = createChunkStream(head, {
    toolActivity: toolActivityFor(chat, streaming),
    reasoning,
    streamErrors,
    customTools: chat.customTools,
    includeUsage: chat.includeUsage,
    piecewise: streamsPiecewise(streaming),
  });
  const failure = await streamRun(run, response, {
    preamble: chunks.opening,
    encode: chunks.encode,
    ...(streaming.heartbeat ? { beat: () => chunks.beat(Date.now()) } : {}),
    keepaliveMs: server.keepaliveSeconds * 1000,
    headerHoldMs,
  });
  if (failure) throw failure;
}

async function answer(
  run: Run,
  head: AnswerHead,
  chat: ChatRequest,
  response: Response,
  deps: ServerDeps,
): Promise<void> {
  const ending = await whenFinished(run, response);
  if (!ending) return;
  if (ending.type !== 'run.completed') throw failureOf(ending)!;
  const toolActivity = toolActivityFor(chat, deps.settings().streaming);
  const { customTools } = chat;
  response.json(
    completionBody(head, run.log.events, ending.outcome, { toolActivity, customTools }),
  );
}

/** Lines about tools have no place in JSON. */
function toolActivityFor(
  { agentRequest }: ChatRequest,
  { toolActivity }: Settings['streaming'],
): Settings['streaming']['toolActivity'] {
  return toolActivity === 'content' && asksForJson(agentRequest.parameters)
    ? 'reasoning'
    : toolActivity;
}
