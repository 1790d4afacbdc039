import express, { type Request, type Response } from 'express';
import { streamsPiecewise } from '../../../../shared/streams-piecewise.ts';
import type { Run } from '../../../runs/run.ts';
import { onceBegun } from '../../errors/error-response.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import { clientName } from '../../requests/client-name.ts';
import { conversationIdOf } from '../../requests/conversation-id.ts';
import { createRepetitions, type Repetitions } from '../../requests/repetition/repetitions.ts';
import { runOrigin } from '../../requests/run-origin.ts';
import { taskSign } from '../../requests/task-sign.ts';
import type { RouteDeps, ServerDeps } from '../../server-deps.ts';
import { failureOf, headerHoldMs, streamRun, whenFinished } from '../../streaming/stream-run.ts';
import { answerHead, type AnswerHead } from '../chat-completions/answer-head.ts';
import { type ChatRequest, readChatRequest } from '../chat-completions/request.ts';
import { asChatBody } from './request.ts';
import { createTextChunks, textCompletionBody } from './stream.ts';

/** `POST /completions`, the old form over the same run; some libraries use it by default. */
export function createCompletionsRouter(deps: RouteDeps): express.Router {
  const parts = { ...deps, repetitions: createRepetitions(deps) };
  const router = express.Router();
  router
    .route('/completions')
    .post(deps.readBody, (request, response) => complete(request, response, parts))
    .all(methodNotAllowed('POST'));
  return router;
}

async function complete(
  request: Request,
  response: Response,
  deps: ServerDeps & { repetitions: Repetitions },
): Promise<void> {
  const { server } = deps.settings();
  const chat = await readChatRequest(asChatBody(request.body), {
    conversationId: conversationIdOf(request.headers),
    task: taskSign(request.headers),
    client: clientName(request.headers),
    maxMessages: server.maxMessages,
    readFile: deps.readFile,
    onIgnoredTool: () => {},
  });
  const origin = runOrigin('completions', request, response, deps.redactor);
  const run = await deps.repetitions.run(
    {
      endpoint: 'completions',
      headers: request.headers,
      apiKey: deps.apiKey(),
      body: request.body as unknown,
      streamed: chat.stream,
      origin,
    },
    async (adopt) =>
      deps.runs.start(adopt({ prepare: () => Promise.resolve(chat.agentRequest) }), origin),
  );
  const head = answerHead(run, chat.model ?? server.modelId, 'cmpl');
  await onceBegun(
    run,
    chat.stream ? stream(run, head, chat, response, deps) : answer(run, head, response),
  );
}

async function stream(
  run: Run,
  head: AnswerHead,
  chat: ChatRequest,
  response: Response,
  deps: ServerDeps,
): Promise<void> {
  const { server, streaming } = deps.settings();
  const failure = await streamRun(run, response, {
    preamble: '',
    encode: createTextChunks(head, {
      includeUsage: chat.includeUsage,
      piecewise: streamsPiecewise(streaming),
    }),
    keepaliveMs: server.keepaliveSeconds * 1000,
    headerHoldMs,
  });
  if (failure) throw failure;
}

async function answer(run: Run, head: AnswerHead, response: Response): Promise<void> {
  const ending = await whenFinished(run, response);
  if (!ending) return;
  if (ending.type !== 'run.completed') throw failureOf(ending)!;
  response.json(textCompletionBody(head, run.log.events, ending.outcome));
}
