import express, { type Request, type Response } from 'express';
import type { RunApi, RunEvent, RunOutcome } from '../../../../shared/run-events.ts';
import { onceBegun } from '../../errors/error-response.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import { clientName } from '../../requests/client-name.ts';
import { conversationIdOf } from '../../requests/conversation-id.ts';
import { soleOwner } from '../../requests/owner.ts';
import { rememberedFor } from '../../requests/remembered-for.ts';
import { createRepetitions, type Repetitions } from '../../requests/repetition/repetitions.ts';
import { runOrigin } from '../../requests/run-origin.ts';
import { taskSign } from '../../requests/task-sign.ts';
import type { RouteDeps, ServerDeps } from '../../server-deps.ts';
import { failureOf, headerHoldMs, streamRun, whenFinished } from '../../streaming/stream-run.ts';
import type { Run } from '../../../runs/run.ts';
import type { Settings } from '../../../../shared/settings.ts';
import { type AnswerHead, answerHead } from './answer-head.ts';
import { type ChatRequest, readChatRequest } from './request.ts';
import type { ChunkStream } from './stream.ts';

/** What a form needs to tell an answer. */
export interface Asked {
  head: AnswerHead;
  chat: ChatRequest;
  headers: Request['headers'];
  streaming: Settings['streaming'];
}

/** A form in which a stateless request comes and its answer is told; the run is the same in all. */
export interface ChatForm {
  api: Exclude<RunApi, 'responses'>;
  path: string;
  /** Of the ids of its answers. */
  idPrefix: 'chatcmpl' | 'cmpl';
  /** Whether requests hold a history, into which earlier turns can be put back. */
  hasHistory: boolean;
  /** The body as that of a chat completion. Throws {@link ApiError} 400. */
  asChatBody: (body: unknown) => unknown;
  /** The frames of a streamed answer. */
  frames: (asked: Asked) => ChunkStream;
  /** The answer in one piece, from all events of its run and how it ended. */
  body: (asked: Asked, events: readonly RunEvent[], outcome: RunOutcome) => object;
}

type Parts = ServerDeps & { repetitions: Repetitions };

/** `POST` of one form. */
export function createChatRouter(deps: RouteDeps, form: ChatForm): express.Router {
  const parts = { ...deps, repetitions: createRepetitions(deps) };
  const router = express.Router();
  router
    .route(form.path)
    .post(deps.readBody, (request, response) => complete(request, response, form, parts))
    .all(methodNotAllowed('POST'));
  return router;
}

async function complete(
  request: Request,
  response: Response,
  form: ChatForm,
  deps: Parts,
): Promise<void> {
  const { api, hasHistory, idPrefix } = form;
  const { server, streaming } = deps.settings();
  const chat = await readChatRequest(form.asChatBody(request.body), {
    conversationId: conversationIdOf(request.headers),
    task: taskSign(request.headers),
    owner: soleOwner,
    ...(hasHistory ? { remember: rememberedFor(request.headers) } : {}),
    client: clientName(request.headers),
    maxMessages: server.maxMessages,
    readFile: deps.readFile,
    onIgnoredTool: (type) => deps.logger.warn('Ignored a tool that is no function', { type }),
  });
  const origin = runOrigin(api, request, response, deps.redactor);
  const run = await deps.repetitions.run(
    {
      endpoint: api,
      headers: request.headers,
      apiKey: deps.apiKey(),
      body: request.body as unknown,
      streamed: chat.stream,
      origin,
    },
    async (adopt) =>
      deps.runs.start(adopt({ prepare: () => Promise.resolve(chat.agentRequest) }), origin),
  );
  const head = answerHead(run, chat.model ?? server.modelId, idPrefix);
  const asked: Asked = { head, chat, headers: request.headers, streaming };
  await onceBegun(
    run,
    chat.stream
      ? stream(run, form.frames(asked), response, deps)
      : answer(run, (events, outcome) => form.body(asked, events, outcome), response),
  );
}

async function stream(
  run: Run,
  frames: ChunkStream,
  response: Response,
  deps: ServerDeps,
): Promise<void> {
  const { streaming, server } = deps.settings();
  const failure = await streamRun(run, response, {
    preamble: frames.opening,
    encode: frames.encode,
    ...(streaming.heartbeat ? { beat: () => frames.beat(Date.now()) } : {}),
    keepaliveMs: server.keepaliveSeconds * 1000,
    headerHoldMs,
  });
  if (failure) throw failure;
}

async function answer(
  run: Run,
  body: (events: readonly RunEvent[], outcome: RunOutcome) => object,
  response: Response,
): Promise<void> {
  const ending = await whenFinished(run, response);
  if (!ending) return;
  if (ending.type !== 'run.completed') throw failureOf(ending)!;
  response.json(body(run.log.events, ending.outcome));
}
