import type { ModelReply } from '../model.ts';
import type { WireChunk } from './chat/reply-assembler.ts';
import { longestEvent, readEvents } from './chat/stream-reader.ts';
import type { Body } from './dialect/body.ts';
import { errorDetailFrom } from './errors/error-detail.ts';
import { brokenReply, troubleOf, UpstreamTrouble } from './errors/trouble.ts';
import type { Handoff } from './handoff.ts';
import { textOf } from './http/http-sender.ts';
import type { UpstreamAnswer } from './http/upstream-client.ts';
import { Watchdog } from './http/watchdog.ts';
import type { ReplyBuilder, WireApi } from './wire-api.ts';

/** One request that is made. */
export interface Attempt {
  api: WireApi;
  body: Body;
  builder: ReplyBuilder;
  /** What the builder hands its pieces to; a failure there ends the attempt. */
  handoff: Pick<Handoff, 'onFailure'>;
  /** Until the first byte of an answer, in milliseconds. */
  firstByteTimeoutMs: number;
  /** Between two pieces of an answer, in milliseconds. */
  betweenChunksTimeoutMs: number;
  /** Told how many chunks were no JSON. */
  onMalformed: (count: number) => void;
  signal: AbortSignal;
}

/** A whole answer without streaming may take so many times as long as a first byte. */
const plainPatience = 5;
/** After the reason for the end only usage may come; a service that forgets to end is not waited for. */
const endGraceMs = 5000;
/** As much of a web page as is read for its title, in bytes. */
const longestPage = 65_536;
/** Some services begin a text with it. */
const byteOrderMark = '\uFEFF';

/**
 * One request and its answer, as far as timeouts and the signal let it come.
 * @throws {UpstreamTrouble}, the network's error, or the signal's reason
 */
export async function attempt(one: Attempt): Promise<ModelReply> {
  const { api, body, builder, signal } = one;
  // One of its own for each attempt: the run's signal lives on, and must not gather listeners.
  const connection = new AbortController();
  const stop = (): void => connection.abort(signal.reason);
  one.handoff.onFailure = (error) => connection.abort(error);
  signal.addEventListener('abort', stop, { once: true });
  const firstByteMs = one.firstByteTimeoutMs * (body['stream'] ? 1 : plainPatience);
  const watchdog = new Watchdog(firstByteMs, (waitedMs, begun) =>
    connection.abort(new UpstreamTrouble({ kind: 'silence', waitedMs, begun })),
  );
  try {
    const answer = await api.send(body, connection.signal);
    if (answer.contentType.includes('html')) {
      const title = errorDetailFrom(await textOf(answer.body, longestPage)).message;
      throw new UpstreamTrouble({ kind: 'web_page', title });
    }
    if (body['stream'] && !answer.contentType.includes('json')) {
      await readChunks(answer, watchdog, one);
    } else {
      builder.add(parseCompletion(await textOf(answer.body, longestEvent)));
      builder.end();
    }
  } catch (error) {
    // With the reason for its end the reply is whole, however the connection ended.
    const whole = builder.finished && troubleOf(error)?.kind !== 'reported' && !signal.aborted;
    if (!whole) throw connection.signal.aborted ? connection.signal.reason : error;
  } finally {
    watchdog.stop();
    signal.removeEventListener('abort', stop);
  }
  return builder.reply();
}

async function readChunks(
  { body }: UpstreamAnswer,
  watchdog: Watchdog,
  { builder, betweenChunksTimeoutMs, onMalformed }: Attempt,
): Promise<void> {
  let malformed = 0;
  await readEvents(body, {
    onChunk: () => watchdog.touch(builder.finished ? endGraceMs : betweenChunksTimeoutMs),
    onData: (data) => {
      if (data.startsWith('[DONE]')) {
        builder.end();
        return true;
      }
      const chunk = parseChunk(data);
      if (chunk) builder.add(chunk);
      else malformed += 1;
      return builder.complete;
    },
  });
  if (malformed > 0) onMalformed(malformed);
}

function parseChunk(data: string): WireChunk | undefined {
  try {
    const chunk: unknown = JSON.parse(data);
    return typeof chunk === 'object' && chunk !== null ? chunk : undefined;
  } catch {
    return undefined;
  }
}

function parseCompletion(text: string): WireChunk {
  const completion = parseChunk(text.startsWith(byteOrderMark) ? text.slice(1) : text);
  if (!completion) throw brokenReply('it sent something that is no JSON');
  return completion;
}
