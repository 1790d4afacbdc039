import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { McpServerError } from '../mcp-error.ts';

/**
 * Counts what a server sends. Each message costs a little, and without end they would leave the host
 * no time for anything else.
 * @param onFlood called once, when there were more than `most` within a second
 * @returns to be called at each message
 */
export function countMessages(most: number, onFlood: () => void): () => void {
  let since = performance.now();
  let count = 0;
  let flooded = false;
  return () => {
    const now = performance.now();
    if (now - since >= 1_000) [since, count] = [now, 0];
    count += 1;
    if (flooded || count <= most) return;
    flooded = true;
    onFlood();
  };
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * A fetch whose answers hold no message of more than so many bytes: a body as a whole, or one event
 * of a stream. What is longer breaks off with {@link McpServerError}, and is not kept in memory.
 */
export function limitMessages(mostBytes: number, fetchAnswer: FetchLike = fetch): FetchLike {
  return async (url, init) => {
    const response = await fetchAnswer(url, init);
    const { body, status, statusText, headers } = response;
    const redirects = status >= 300 && status < 400;
    if (!body || redirects) return response;
    const isStream = /^text\/event-stream/i.test(headers.get('content-type') ?? '');
    const limited = body.pipeThrough(limitBytes(mostBytes, isStream));
    return new Response(limited, { status, statusText, headers });
  };
}

/** @param isStream an empty line ends a message */
function limitBytes(most: number, isStream: boolean): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  let emptyLine = false;
  return new TransformStream({
    transform(chunk, controller) {
      if (!isStream) length += chunk.length;
      else {
        for (const byte of chunk) {
          length += 1;
          if (byte === lineFeed && emptyLine) length = 0;
          emptyLine = byte === lineFeed || (emptyLine && byte === carriageReturn);
        }
      }
      if (length <= most) controller.enqueue(chunk);
      else controller.error(new McpServerError(`It sent a message of more than ${most} bytes`));
    },
  });
}
