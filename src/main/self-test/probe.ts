import type { ClientCalls } from '../../shared/clients/calls.ts';
import { addressesOf } from '../../shared/clients/connection.ts';
import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { SelfTestFailure, explainNoAnswer, explainStatus } from './failures.ts';

/** One request, exactly as it goes out: Host and Origin are what the client would send. */
export interface Call {
  method: 'GET' | 'POST' | 'OPTIONS';
  /** Absolute, http. Doubled slashes stay as they are. */
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

/** What came back, as soon as its headers are there. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** The body as it comes; `text()` reads all of it. */
  stream: AsyncIterable<Buffer>;
  text(): Promise<string>;
}

/** How one request is made; it ends with the signal. */
export type Exchange = (call: Call, signal: AbortSignal) => Promise<Answer>;

/**
 * Makes a request over `node:http`, since `fetch` neither sends a Host of our choice nor keeps its
 * own headers out. Rejects when nothing answers or the signal aborts; any status is an answer.
 */
export const exchange: Exchange = (call, signal) =>
  new Promise((resolve, reject) => {
    const url = new URL(call.url);
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const request = httpRequest(
      {
        host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
        port: url.port,
        path: `${url.pathname}${url.search}`,
        method: call.method,
        // One connection for each request: a test must not depend on the one before.
        agent: false,
        headers: {
          host: url.host,
          ...call.headers,
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
          }),
        },
        signal,
      },
      (response: IncomingMessage) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          stream: response,
          text: () => readAll(response),
        }),
    );
    request.once('error', reject);
    request.end(body);
  });

/**
 * Whether a browser hands an answer to a page of this origin.
 * @throws {SelfTestFailure} when not
 */
export function checkReadable(answer: Answer, origin: string): void {
  const allowed = answer.headers['access-control-allow-origin'];
  if (allowed === '*' || allowed === origin) return;
  throw new SelfTestFailure(
    allowed === undefined
      ? `The browser would block the answer: it lacks Access-Control-Allow-Origin for ${origin}. Look at Server › Allowed web origins.`
      : `The browser would block the answer: it is meant for ${allowed}, not for ${origin}. Look at Server › Allowed web origins.`,
  );
}

/** What the steps of a test share: the server, and how this client calls it. */
export interface Probe {
  calls: ClientCalls;
  /** The server without a path. */
  origin: string;
  /**
   * Calls as this client does, with its headers and the key.
   * @param path behind the server's origin
   * @throws {SelfTestFailure} when no answer comes, its status is an error, or a browser would keep
   *   it from the page
   */
  send(method: Call['method'], path: string, body?: Record<string, unknown>): Promise<Answer>;
  /** A preflight, as a browser makes it; its status is not judged. */
  preflight(path: string): Promise<Answer>;
}

/** What a probe is made of. */
export interface ProbeOptions {
  calls: ClientCalls;
  baseUrl: string;
  /** Empty where none is set; clients then send an empty one. */
  key: string;
  signal: AbortSignal;
  exchange: Exchange;
}

/** Something that calls the server as a client does. */
export function createProbe(options: ProbeOptions): Probe {
  const { calls, key, signal, exchange } = options;
  const { origin, port } = addressesOf(options.baseUrl);

  const common: Record<string, string> = {
    // Not the client's: Activity should tell a test from the client itself.
    'user-agent': 'Hermes-Tray-Self-Test',
    ...(calls.host && { host: `${calls.host}:${port}` }),
    ...(calls.origin && { origin: calls.origin }),
  };
  const keyed: Record<string, string> = Object.fromEntries(
    calls.keyHeaders.map((name) => [name, name === 'authorization' ? `Bearer ${key}` : key]),
  );

  const explained = (error: unknown): never => {
    signal.throwIfAborted();
    throw explainNoAnswer(error, origin);
  };
  const call = async (request: Call): Promise<Answer> => {
    const answer = await exchange(request, signal).catch(explained);
    return { ...answer, text: () => answer.text().catch(explained) };
  };

  return {
    calls,
    origin,
    async send(method, path, body) {
      const answer = await call({
        method,
        url: origin + path,
        headers: { ...common, ...keyed, ...calls.headers },
        ...(body && { body }),
      });
      if (answer.status >= 400) throw await explainStatus(answer);
      if (calls.origin) checkReadable(answer, calls.origin);
      return answer;
    },
    preflight: (path) =>
      call({
        method: 'OPTIONS',
        url: origin + path,
        headers: {
          ...common,
          'access-control-request-method': 'POST',
          'access-control-request-headers': calls.preflightHeaders.join(','),
          'access-control-request-private-network': 'true',
        },
      }),
  };
}
