import { StringDecoder } from 'node:string_decoder';
import { createParser, type ParseError } from 'eventsource-parser';
import type { AnswerBody } from '../http/http-sender.ts';
import { brokenReply, UpstreamTrouble } from '../errors/trouble.ts';

/** Longest single event, in characters, or whole answer, in bytes: it may hold images. */
export const longestEvent = 64 * 2 ** 20;
/** How long a service may take to end the response after `[DONE]`, in milliseconds. */
const endGraceMs = 1000;

/**
 * Reads server-sent events and hands each on in the tick in which its network chunk came.
 * Resolves when the stream has ended, or when `onData` says that all has come; then what is left of
 * the response is read past, so that the connection can be used again.
 * @param onChunk called after each network chunk
 * @param onData takes the data of one event; true: nothing more is wanted
 * @throws {UpstreamTrouble} `broken_reply` when an event does not end, `broken_stream` when the
 *   connection breaks; also what `onData` throws
 */
export function readEvents(
  body: AnswerBody,
  { onChunk, onData }: { onChunk: () => void; onData: (data: string) => boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = false;
    // A character may be cut in two by the border of a network chunk.
    const decoder = new StringDecoder('utf8');
    const parser = createParser({
      maxBufferSize: longestEvent,
      onEvent: ({ data }) => {
        if (done || !onData(data)) return;
        done = true;
        discardLater(body);
        resolve();
      },
      onError: (error: ParseError) => {
        // Unknown fields are none of our business, by the standard.
        if (error.type === 'max-buffer-size-exceeded') {
          throw brokenReply(`it sent a line of more than ${longestEvent / 2 ** 20} MiB`);
        }
      },
    });
    let first = true;
    const feed = (text: string): void => {
      if (done || text === '') return;
      // The standard allows a byte order mark there; the parser takes it for a part of a field's name.
      const piece = first && text.startsWith('\uFEFF') ? text.slice(1) : text;
      first = false;
      try {
        parser.feed(piece);
      } catch (error) {
        done = true;
        reject(error as Error);
        body.discard();
      }
    };
    body.read({
      onBytes: (bytes) => {
        feed(decoder.write(bytes));
        onChunk();
      },
      onEnd: () => {
        // A service may leave out the blank line after its last event.
        feed('\n\n');
        resolve();
      },
      onError: (cause) => reject(new UpstreamTrouble({ kind: 'broken_stream' }, { cause })),
    });
  });
}

/** Gives the service a moment to end the answer by itself: then its connection can be used again. */
function discardLater(body: AnswerBody): void {
  setTimeout(() => {
    if (!body.ended) body.discard();
  }, endGraceMs).unref();
}
