import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** One way in which the server misbehaves: it is asked first, and answers or leaves the request alone. */
type Fault = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Record<string, unknown>,
) => boolean | void;

/** A request as it came. */
interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

export interface OpenAiLikeServer {
  /** With `/v1`. */
  baseUrl: string;
  key: string;
  /** In order of arrival. */
  requests: SeenRequest[];
  /** What it does in place of behaving; undefined for nothing. */
  fault: Fault | undefined;
  close(): Promise<void>;
}

const chunkId = 'chatcmpl-1';

/** The last frame of every stream. */
export const done = 'data: [DONE]\n\n';

/** The frames of a correct chat stream, without the last. */
export const chatFrames: readonly string[] = [
  { delta: { role: 'assistant', content: '' }, finish_reason: null },
  { delta: { content: 'one ' }, finish_reason: null },
  { delta: { content: 'two' }, finish_reason: null },
  { delta: {}, finish_reason: 'stop' },
].map((choice) => chatFrame(choice));

/** One frame of a chat stream. */
export function chatFrame(choice: object, id = chunkId): string {
  const chunk = { id, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** The frames of a correct Responses stream, without the last. */
export const responseFrames: readonly string[] = [
  { type: 'response.created' },
  { type: 'response.output_text.delta', delta: 'one' },
  { type: 'response.completed' },
].map((frame, index) => responseFrame(frame, index));

/** One frame of a Responses stream. */
export function responseFrame(frame: { type: string }, number: number): string {
  const data = JSON.stringify({ ...frame, sequence_number: number });
  return `event: ${frame.type}\ndata: ${data}\n\n`;
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  return true;
}

/** Answers with these frames as an event stream. */
export function sendFrames(response: ServerResponse, frames: readonly string[]): true {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end(frames.join(''));
  return true;
}

/**
 * A small server that speaks enough of the OpenAI API to satisfy the self-test, and misbehaves as it
 * is told. It is no copy of ours: it lets the tests of the self-test fail for one reason at a time.
 */
export async function startOpenAiLikeServer(): Promise<OpenAiLikeServer> {
  const requests: SeenRequest[] = [];
  const self: OpenAiLikeServer = {
    baseUrl: '',
    key: 'sk-like',
    requests,
    fault: undefined,
    close: () => closed(server),
  };
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? '';
    const body = method === 'POST' ? ((await json(request)) as Record<string, unknown>) : {};
    requests.push({ method, path: request.url ?? '', headers: request.headers, body });
    response.setHeader('access-control-allow-origin', '*');
    if (self.fault?.(request, response, body)) return;
    behave(request, response, body, self.key);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  self.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return self;
}

function behave(
  request: IncomingMessage,
  response: ServerResponse,
  body: Record<string, unknown>,
  key: string,
): void {
  const path = (request.url ?? '').replaceAll(/\/+/g, '/').replace('/v1/v1/', '/v1/');
  if (request.method === 'OPTIONS') {
    response
      .writeHead(204, {
        'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
        'access-control-allow-private-network': 'true',
      })
      .end();
    return;
  }
  if (request.headers.authorization !== `Bearer ${key}`) {
    sendJson(response, { error: { message: 'Incorrect API key provided.' } }, 401);
    return;
  }
  if (path === '/v1/models') {
    sendJson(response, {
      data: [{ id: 'hermes-agent', architecture: { input_modalities: ['text', 'image'] } }],
    });
    return;
  }
  if (body.stream === true) {
    sendFrames(response, [...(path === '/v1/responses' ? responseFrames : chatFrames), done]);
    return;
  }
  sendJson(
    response,
    path === '/v1/responses'
      ? { status: 'completed', output: [{ type: 'message', content: [{ text: 'Hello.' }] }] }
      : {
          choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Hello.' } }],
          usage: { total_tokens: 12 },
        },
  );
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
