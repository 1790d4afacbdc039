import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { text as readAll } from 'node:stream/consumers';

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
