import { ReadableStream as WebStream } from 'node:stream/web';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isRecord } from '../../../../shared/is-record.ts';
import { McpServerError } from '../mcp-error.ts';
import { limitMessages } from './flood.ts';
import { failure, messagesOf } from './read-messages.ts';

/** The code of an answer that never came, since the connection broke after the request was sent. */
export const brokenCode = -32_000;
const broken = 'The connection broke before the answer came';

type RequestId = string | number;

/**
 * A fetch for the protocol's transports over HTTP: what servers answer comes in the form that the
 * protocol asks for ({@link messagesOf}), in messages of limited length. Where an answer is cut off,
 * the request that waits for it fails at once, with {@link brokenCode}, instead of after its time.
 */
export function createReadableFetch(mostBytes: number, fetchAnswer: FetchLike = fetch): FetchLike {
  const limited = limitMessages(mostBytes, fetchAnswer);
  return async (url, init) => {
    const response = await limited(url, init);
    const { body, ok, status, statusText } = response;
    const type = response.headers.get('content-type') ?? '';
    if (!ok || !body || status === 202) return response;
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    headers.delete('content-encoding');
    const id = requestIdIn(init?.body);
    const about = { status, statusText, headers };
    if (/^text\/event-stream/i.test(type)) {
      const events = readEvents(body, id);
      return new Response(WebStream.from(events) as ReadableStream<Uint8Array>, about);
    }
    if (/^application\/json/i.test(type)) {
      return new Response(JSON.stringify(await readJson(response, id)), about);
    }
    return response;
  };
}

async function readJson(response: Response, id: RequestId | undefined): Promise<JSONRPCMessage[]> {
  const text = await response.text();
  const messages = parse(text) ?? [];
  if (messages.length > 0 || id === undefined) return messages;
  return [failure(id, `It answered ${text === '' ? 'nothing' : 'what is no message'}`)];
}

async function* readEvents(
  body: ReadableStream<Uint8Array>,
  id: RequestId | undefined,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let texts: string[] = [];
  let answered = false;
  let resumable = false;
  let reason = broken;
  const parser = createParser({
    onEvent(event) {
      resumable ||= event.id !== undefined;
      const messages = parse(event.data);
      answered ||= messages?.some((message) => isAnswerTo(message, id)) ?? false;
      texts.push(...(messages ?? [event.data]).map((data) => eventText(event, data)));
    },
    onRetry: (ms) => texts.push(`retry: ${ms}\n\n`),
  });
  try {
    for await (const chunk of body) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (texts.length > 0) yield encoder.encode(texts.join(''));
      texts = [];
    }
  } catch (error) {
    // With an event's id the transport asks for the rest of the stream.
    if (id === undefined || resumable) throw error;
    if (error instanceof McpServerError) reason = error.message;
  }
  if (id !== undefined && !answered && !resumable) {
    yield encoder.encode(eventText({ data: '' }, failure(id, reason, brokenCode)));
  }
}

/** Undefined for what is no JSON. */
function parse(text: string): JSONRPCMessage[] | undefined {
  try {
    return messagesOf(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function eventText({ id, event }: EventSourceMessage, data: JSONRPCMessage | string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...text.split('\n').map((line) => `data: ${line}`),
    '\n',
  ].join('\n');
}

function isAnswerTo(message: JSONRPCMessage, id: RequestId | undefined): boolean {
  // Some servers answer a number with its text.
  return !('method' in message) && 'id' in message && String(message.id) === String(id);
}

/** The id of the request that is sent; undefined for a notification, an answer or a GET. */
function requestIdIn(body: unknown): RequestId | undefined {
  if (typeof body !== 'string') return undefined;
  const message: unknown = JSON.parse(body);
  if (!isRecord(message) || !('method' in message)) return undefined;
  return message.id as RequestId | undefined;
}
