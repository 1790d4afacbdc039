import { createParser } from 'eventsource-parser';
import {
  responseObject,
  streamEvent,
  type ResponseObject,
  type StreamEvent,
} from './open-responses-schema.ts';
import { verifyStream } from './verify-stream.ts';

/** A host as a client sees it. */
export interface Endpoint {
  url: string;
  headers: Record<string, string>;
}

/** A plain HTTP client of the Responses API. Whatever it gets is checked against the specification. */
export interface ResponsesClient {
  /** POST; fails unless the answer is 200. */
  create(body: object, headers?: Record<string, string>): Promise<ResponseObject>;
  /** POST with `stream: true`; gives the events once the stream has ended. */
  stream(body: object, headers?: Record<string, string>): Promise<StreamEvent[]>;
  get(id: string): Promise<ResponseObject>;
  /** GET with `stream=true`. */
  replay(id: string, startingAfter?: number): Promise<StreamEvent[]>;
  /** Any request; nothing is checked. */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

export function responsesClient({ url, headers }: Endpoint): ResponsesClient {
  const request: ResponsesClient['request'] = (method, path, body, more) =>
    fetch(`${url}/v1${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const json = async (response: Response): Promise<ResponseObject> => {
    const text = await response.text();
    if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${text}`);
    return responseObject.parse(JSON.parse(text));
  };
  const events = async (response: Response, startingAfter = -1): Promise<StreamEvent[]> => {
    if (response.status !== 200) {
      throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    }
    return readEvents(await response.text(), startingAfter);
  };
  return {
    request,
    create: async (body, more) => json(await request('POST', '/responses', body, more)),
    stream: async (body, more) =>
      events(await request('POST', '/responses', { ...body, stream: true }, more)),
    get: async (id) => json(await request('GET', `/responses/${id}`)),
    replay: async (id, startingAfter) => {
      const after = startingAfter === undefined ? '' : `&starting_after=${startingAfter}`;
      return events(await request('GET', `/responses/${id}?stream=true${after}`), startingAfter);
    },
  };
}

/**
 * The events of a whole stream, checked: frames, types, numbers, the order of the item's events, the
 * terminal event, `[DONE]`.
 */
export function readEvents(text: string, startingAfter = -1): StreamEvent[] {
  const frames: { event: string | undefined; id: string | undefined; data: string }[] = [];
  const parser = createParser({
    onEvent: ({ event, id, data }) => frames.push({ event, id, data }),
  });
  parser.feed(text);
  if (text.includes('\r')) throw new Error('A frame holds a carriage return');
  const done = frames.pop();
  if (done?.data !== '[DONE]') throw new Error(`The stream ends with ${JSON.stringify(done)}`);
  const parsed = frames.map(({ event, id, data }) => {
    const value = streamEvent.parse(JSON.parse(data));
    if (event !== value.type) throw new Error(`event: ${event} carries a ${value.type}`);
    if (id !== undefined) throw new Error('A frame has an id');
    return value;
  });
  for (const [index, { sequence_number: number }] of parsed.entries()) {
    if (number !== startingAfter + 1 + index) throw new Error(`Number ${number} at ${index}`);
  }
  if (startingAfter === -1) verifyStream(parsed);
  return parsed;
}

/** The response that a stream ends with. */
export function finalResponse(events: readonly StreamEvent[]): ResponseObject {
  const last = events.at(-1);
  if (!last || !('response' in last)) throw new Error('The stream does not end with a response');
  return last.response;
}

/** What a response says, all messages together. */
export function textOf(response: ResponseObject): string {
  return response.output
    .flatMap((item) => (item.type === 'message' ? item.content : []))
    .map((part) => ('text' in part ? part.text : ''))
    .join('');
}
