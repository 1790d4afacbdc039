import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Answer } from './probe.ts';
import { explainNoAnswer, foreignText } from './failures.ts';
import { SelfTestFailure } from './failures.ts';

/** One frame of a stream, taken apart. */
export interface Frame {
  /** The `event:` line; undefined where there is none. */
  event: string | undefined;
  data: Record<string, unknown>;
}

/**
 * The frames of a stream up to `[DONE]`.
 * @throws {SelfTestFailure} when it is no event stream, is cut off, or holds what is no JSON
 */
export async function* framesOf(answer: Answer, origin: string): AsyncGenerator<Frame> {
  const type = answer.headers['content-type'] ?? 'none';
  if (!type.startsWith('text/event-stream')) {
    const body = await answer.text();
    throw new SelfTestFailure(
      `A stream must have the type text/event-stream; this answer has ${type}. ${foreignText(body)}`,
    );
  }
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => void messages.push(message) });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of answer.stream) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      for (const { event, data } of messages.splice(0)) {
        if (data === '[DONE]') return;
        yield { event, data: parseFrame(data) };
      }
    }
  } catch (error) {
    throw error instanceof SelfTestFailure ? error : explainNoAnswer(error, origin);
  }
  throw new SelfTestFailure(
    'The stream ended without “data: [DONE]”: clients would wait or report a cut-off answer.',
  );
}

function parseFrame(data: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (error) {
    throw new SelfTestFailure(`The stream holds what is no JSON: ${data.slice(0, 120)}`, {
      cause: error,
    });
  }
  if (typeof value !== 'object' || value === null) {
    throw new SelfTestFailure(`The stream holds what is no object: ${data.slice(0, 120)}`);
  }
  const { error } = value as { error?: { message?: unknown } | null };
  if (error) {
    const message = typeof error.message === 'string' ? error.message : JSON.stringify(error);
    throw new SelfTestFailure(`The run failed while it was streamed: ${message}`);
  }
  return value as Record<string, unknown>;
}
