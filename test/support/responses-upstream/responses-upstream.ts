import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import type OpenAI from 'openai';
import { framesOf, type ScriptedResponse } from './frames.ts';
import { refusalOf, type Refusal, type ServedModel } from './request-rules.ts';

/** What the server does with one request. */
export interface Reply extends ScriptedResponse {
  /** Anything but 200 is answered with `body`, or with an error that names the status. */
  status?: number;
  /** Sent in place of a response: a string as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Written byte for byte in place of all frames. */
  raw?: string[];
  /** Breaks the connection after so many frames. */
  cutAfter?: number;
  /** Falls silent after so many frames, and keeps the connection open. */
  hangAfter?: number;
  /** The stream ends in good order after so many frames. */
  endAfter?: number;
}

/** One request as it came. */
export interface SeenRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  /** Why it was refused by the rules. */
  refused: Refusal | undefined;
  /** Whether the client closed the connection before the answer was complete. */
  aborted: boolean;
}

export interface ResponsesUpstream {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  /** Requests for an answer, to either API, in order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** Queues replies to `/responses`, used in order by requests that the rules let pass. */
  reply(...replies: Reply[]): void;
  /** Answers when the queue is empty. */
  replyWith(answer: (body: Record<string, unknown>, index: number) => Reply): void;
  /** Resolves when the client has broken off the n-th request, counted from 1. */
  waitForAbort(n: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a model service on a free loopback port that speaks OpenAI's Responses API and checks each
 * request as OpenAI does ({@link refusalOf}). Its chat completions refuse tools beside reasoning, as
 * those of OpenAI's newest models do.
 */
export async function startResponsesUpstream(
  served: Partial<ServedModel> & {
    /** Without the Responses API. */
    onlyChat?: boolean;
    /** The words of the models before gpt-5.6, which do not say how to do without thinking. */
    fewerWords?: boolean;
  } = {},
): Promise<ResponsesUpstream> {
  const { reasons = true, verified = true, onlyChat = false, fewerWords = false } = served;
  const requests: SeenRequest[] = [];
  const queue: Reply[] = [];
  const issued = new Set<string>();
  const sockets = new Set<Socket>();
  const watchers = new Set<() => void>();
  let answer: ((body: Record<string, unknown>, index: number) => Reply) | undefined;

  const server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '').replace(/\?.*$/, '');
      const body = (request.method === 'POST' ? await json(request) : {}) as Record<
        string,
        unknown
      >;
      const responses = path === '/v1/responses' && !onlyChat;
      if (!responses && path !== '/v1/chat/completions') {
        const message = `Invalid URL (${request.method} ${path})`;
        sendRefusal(response, { status: 404, message, param: null, code: null });
        return;
      }
      const refused = responses
        ? refusalOf(body, { reasons, verified }, issued)
        : chatRefusal(body, reasons, fewerWords);
      const seen = { path, headers: request.headers, body, refused, aborted: false };
      const index = requests.push(seen) - 1;
      response.on('close', () => {
        seen.aborted = !response.writableFinished;
        for (const watcher of watchers) watcher();
      });
      if (refused) sendRefusal(response, refused);
      else if (!responses) sendChat(response, body);
      else send(response, body, queue.shift() ?? answer?.(body, index) ?? { status: 500 }, issued);
    })();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    reply: (...replies) => void queue.push(...replies),
    replyWith: (next) => {
      answer = next;
    },
    waitForAbort: (n) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!requests[n - 1]?.aborted) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    close: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function send(
  response: ServerResponse,
  body: Record<string, unknown>,
  reply: Reply,
  issued: Set<string>,
): void {
  const status = reply.status ?? 200;
  if (status !== 200 || reply.body !== undefined) {
    const error = {
      message: `Scripted failure ${status}`,
      type: 'server_error',
      param: null,
      code: null,
    };
    const payload = reply.body ?? { error };
    response.writeHead(status, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof payload === 'string' ? payload : JSON.stringify(payload));
    return;
  }
  const wanted = (body['include'] as string[] | undefined)?.includes('reasoning.encrypted_content');
  const encrypted = wanted ? `gAAAA${randomUUID()}` : undefined;
  if (encrypted) issued.add(encrypted);
  const { events, response: whole } = framesOf(reply, { model: String(body['model']), encrypted });
  if (body['stream'] !== true) {
    response.writeHead(200, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(whole));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...reply.headers });
  const frames =
    reply.raw ?? events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const end = reply.cutAfter ?? reply.hangAfter ?? reply.endAfter;
  response.flushHeaders();
  for (const frame of frames.slice(0, end)) response.write(frame);
  if (reply.hangAfter !== undefined) return;
  // An empty write is flushed after all before it, so what was sent arrives before the break.
  if (reply.cutAfter !== undefined) response.write('', () => response.socket?.destroy());
  else response.end();
}

/** github.com/GEMISIS/leviath/issues/333 (gpt-5.6), github.com/pipecat-ai/pipecat/issues/4043 (gpt-5.4) */
function chatRefusal(
  body: Record<string, unknown>,
  reasons: boolean,
  fewerWords: boolean,
): Refusal | undefined {
  const tools = (body['tools'] as unknown[] | undefined)?.length ?? 0;
  if (!reasons || tools === 0 || body['reasoning_effort'] === 'none') return undefined;
  return {
    status: 400,
    message: `Function tools with reasoning_effort are not supported for ${String(body['model'])} in /v1/chat/completions. ${fewerWords ? 'Please use /v1/responses instead.' : "To use function tools, use /v1/responses or set reasoning_effort to 'none'."}`,
    param: 'reasoning_effort',
    code: null,
  };
}

function sendRefusal(response: ServerResponse, { status, message, param, code }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', param, code } }));
}

function sendChat(response: ServerResponse, body: Record<string, unknown>): void {
  const choice: OpenAI.Chat.Completions.ChatCompletion.Choice = {
    index: 0,
    finish_reason: 'stop',
    logprobs: null,
    message: { role: 'assistant', content: 'By chat completions.', refusal: null },
  };
  const chunk = { index: 0, delta: choice.message, finish_reason: 'stop' };
  const common = { id: 'chatcmpl-1', created: 1, model: String(body['model']) };
  if (body['stream'] === true) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const frame = { ...common, object: 'chat.completion.chunk', choices: [chunk] };
    response.end(`data: ${JSON.stringify(frame)}\n\ndata: [DONE]\n\n`);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...common, object: 'chat.completion', choices: [choice] }));
}
