import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type OpenAI from 'openai';
import { completionOf, framesOf } from './scripted-frames.ts';

type ChatRequestBody = OpenAI.Chat.Completions.ChatCompletionCreateParams;

/** What the upstream does with one request. With nothing set it answers an empty text. */
export interface ScriptedReply {
  /** A string is one delta; of an array, each string is one. */
  text?: string | string[];
  /** Sent as `reasoning_content`, before the text. */
  reasoning?: string | string[];
  /** `id` left out: `call_1`, `call_2` …; null: none is sent. Objects are sent as JSON text, in pieces. */
  toolCalls?: {
    id?: string | null;
    name: string;
    arguments: object | string;
    /** Fields beside the standard. */
    extra?: object;
  }[];
  /** Default: `tool_calls` with tool calls, else `stop`. */
  finishReason?: string;
  /** Left out: a plausible one. Null: none. Streams carry it only when the request asks for it. */
  usage?: {
    prompt_tokens: number;
    completion_tokens: number;
    total_tokens?: number;
    prompt_tokens_details?: { cached_tokens: number; cache_write_tokens?: number };
    completion_tokens_details?: { reasoning_tokens: number };
  } | null;
  /** Anything but 200 is answered with `body`, or with an OpenAI error that names the status. */
  status?: number;
  /** Sent instead of a completion, streaming or not: a string as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Before the headers. */
  firstByteDelayMs?: number;
  /** Before each chunk but the first. */
  chunkDelayMs?: number;
  /** Falls silent and keeps the connection open. `mid-text`: after the last text delta. */
  hang?: 'before-headers' | 'after-headers' | 'mid-text';
  /** Breaks the connection after so many chunks; the role chunk is the first. 0: after the headers. */
  cutAfterChunks?: number;
  /** Written byte for byte, one write each, in place of all chunks; then the response ends. */
  rawChunks?: string[];
  /** Leaves out `data: [DONE]`. */
  noDone?: boolean;
  /** Answers 400 to a streaming request, and stays queued for the plain one. */
  refuseStreaming?: boolean;
}

/** One chat completions request as it came. */
export interface ScriptedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: ChatRequestBody;
  /** Whether the client closed the connection before the answer was complete. */
  aborted: boolean;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface ScriptedUpstream {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  /** Chat completions requests, in order of arrival. */
  readonly requests: readonly ScriptedRequest[];
  /** Requests for `/models`, in order of arrival. */
  readonly modelListRequests: readonly { path: string; headers: IncomingHttpHeaders; at: number }[];
  /** Queues replies to chat completions, used in order. */
  reply(...replies: ScriptedReply[]): void;
  /** Answers when the queue is empty; `index` is the request's place in `requests`. */
  replyWith(answer: (body: ChatRequestBody, index: number) => ScriptedReply): void;
  /** How `/models` is answered from now on. Default: one model, `scripted-model`. */
  replyToModelList(reply: ScriptedReply): void;
  /** The n-th chat completions request, counted from 1, as soon as it has come. */
  waitForRequest(n: number): Promise<ScriptedRequest>;
  /** Resolves when the client has broken off the n-th chat completions request, counted from 1. */
  waitForAbort(n: number): Promise<void>;
  /** Sockets that are open now. */
  openConnections(): number;
  /** Breaks what is open and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a model service on a free loopback port that speaks OpenAI chat completions, streaming and
 * not, and does what the test says. A request nobody scripted is answered with a 500 that says so.
 */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const requests: ScriptedRequest[] = [];
  const modelListRequests: { path: string; headers: IncomingHttpHeaders; at: number }[] = [];
  const queue: ScriptedReply[] = [];
  const sockets = new Set<Socket>();
  const watchers = new Set<() => void>();
  let answer: ((body: ChatRequestBody, index: number) => ScriptedReply) | undefined;
  let modelListReply: ScriptedReply = {
    body: {
      object: 'list',
      data: [{ id: 'scripted-model', object: 'model', created: 0, owned_by: 'test' }],
    },
  };

  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });

  const replyTo = (body: ChatRequestBody, index: number): ScriptedReply => {
    const next = queue[0];
    if (next?.refuseStreaming && body.stream) {
      return { status: 400, body: openAiError('stream is not supported by this model') };
    }
    queue.shift();
    return (
      next ??
      answer?.(body, index) ?? {
        status: 500,
        body: openAiError(`The scripted upstream has no reply for request ${index + 1}`),
      }
    );
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    const seen = { path, headers: request.headers, at: Date.now() };
    if (request.method === 'GET' && path.endsWith('/models')) {
      modelListRequests.push(seen);
      return send(response, modelListReply, undefined);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || !path.endsWith('/chat/completions')) {
      const body = openAiError(`The scripted upstream knows no ${request.method} ${path}`);
      return send(response, { status: 404, body }, undefined);
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as ChatRequestBody;
    const index = requests.push({ ...seen, body, aborted: false }) - 1;
    response.on('close', () => {
      if (response.writableFinished || cutByScript.has(response)) return;
      requests[index]!.aborted = true;
      changed();
    });
    const reply = replyTo(body, index);
    changed();
    return send(response, reply, body);
  };

  const cutByScript = new WeakSet<ServerResponse>();
  const send = async (
    response: ServerResponse,
    reply: ScriptedReply,
    body: ChatRequestBody | undefined,
  ): Promise<void> => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const pause = async (ms: number | undefined): Promise<void> => {
      if (ms) await delay(ms, undefined, { signal: gone.signal });
    };
    await pause(reply.firstByteDelayMs);
    if (reply.hang === 'before-headers') return;
    const status = reply.status ?? 200;
    const plain = reply.body !== undefined || status !== 200;
    if (plain || (!body?.stream && !reply.rawChunks)) {
      const payload = plain
        ? (reply.body ?? openAiError(`Scripted failure ${status}`))
        : completionOf(reply, body?.model ?? '');
      response.writeHead(status, { 'content-type': 'application/json', ...reply.headers });
      response.end(typeof payload === 'string' ? payload : JSON.stringify(payload));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers });
    response.flushHeaders();
    if (reply.hang === 'after-headers') return;
    const frames = reply.rawChunks ?? framesOf(reply, body as ChatRequestBody);
    for (const [index, frame] of frames.slice(0, reply.cutAfterChunks).entries()) {
      if (index > 0) await pause(reply.chunkDelayMs);
      response.write(frame);
    }
    if (reply.hang === 'mid-text') return;
    if (reply.cutAfterChunks === undefined) {
      response.end();
    } else {
      cutByScript.add(response);
      // An empty write is flushed after all before it, so what was sent arrives before the break.
      response.write('', () => response.socket?.destroy());
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.destroyed) return; // The client left while a pause was under way.
      if (response.headersSent) response.destroy();
      else {
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify(openAiError(String(error))));
      }
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    modelListRequests,
    reply: (...replies) => {
      queue.push(...replies);
    },
    replyWith: (next) => {
      answer = next;
    },
    replyToModelList: (reply) => {
      modelListReply = reply;
    },
    waitForRequest: (n) => until(() => requests[n - 1]),
    waitForAbort: async (n) => {
      await until(() => requests[n - 1]?.aborted || undefined);
    },
    openConnections: () => sockets.size,
    close: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function openAiError(message: string): object {
  return { error: { message, type: 'scripted_error', param: null, code: null } };
}
