import type { Model, ModelReply } from '../model.ts';
import { createChatApi } from './chat/chat-api.ts';
import type { WireChunk } from './chat/reply-assembler.ts';
import { longestEvent, readEvents } from './chat/stream-reader.ts';
import type { Body } from './dialect/body.ts';
import { describeFact, factsOf, type Dialect, type Fact } from './dialect/fact.ts';
import { inDialect } from './dialect/in-dialect.ts';
import { openServiceMemory, type ServiceMemory } from './dialect/service-memory.ts';
import { Lessons } from './dialect/learn/lessons.ts';
import { errorDetailFrom } from './errors/error-detail.ts';
import type { UpstreamService } from './errors/failure.ts';
import { brokenReply, troubleOf, UpstreamTrouble } from './errors/trouble.ts';
import { describeUpstreamFailure } from './errors/upstream-failure.ts';
import { textOf } from './http/http-sender.ts';
import { pause, retryWaitMs } from './http/retry-policy.ts';
import { createUpstreamClient, type UpstreamAnswer } from './http/upstream-client.ts';
import { createToolFitting } from './tool-schemas/fit-tools.ts';
import { fittedRequest } from './tool-schemas/fitted-request.ts';
import { Watchdog } from './http/watchdog.ts';
import type { ReplyBuilder, WireApi } from './wire-api.ts';

/** What the model tells about odd answers that it survived; any logger of the host. */
export interface UpstreamLogger {
  warn(message: string, fields?: Record<string, unknown>): void;
}

export interface UpstreamModelOptions {
  /** For messages: "Ollama". */
  label: string;
  /** Without a slash at its end. */
  baseUrl: string;
  /** Left out where the service wants none. */
  apiKey?: string;
  /** The model's id at the service. */
  model: string;
  /** Tokens. */
  contextWindow: number;
  /** Until the first byte of an answer, in milliseconds. */
  firstByteTimeoutMs: number;
  /** Between two pieces of an answer, in milliseconds. */
  betweenChunksTimeoutMs: number;
  /** Where what the service does not take is remembered; left out: as long as this model lives. */
  memory?: ServiceMemory;
  logger?: UpstreamLogger;
  /** The first wait before a retry, in milliseconds. */
  retryBaseMs?: number;
}

/** A whole answer without streaming may take so many times as long as a first byte. */
const plainPatience = 5;
/** After the reason for the end only usage may come; a service that forgets to end is not waited for. */
const endGraceMs = 5000;
/** As much of a web page as is read for its title, in bytes. */
const longestPage = 65_536;

/**
 * The model behind an OpenAI-compatible service. Survives what real services do: see docs/models.md.
 * What a service turns out not to take is remembered for further calls (`dialect/`).
 */
export function createUpstreamModel(options: UpstreamModelOptions): Model {
  const { label, baseUrl, apiKey, model, logger, retryBaseMs = 500 } = options;
  const { memory = openServiceMemory() } = options;
  const service: UpstreamService = { label, baseUrl, model, hasKey: apiKey !== undefined };
  const client = createUpstreamClient({ baseUrl, apiKey });
  const chat = createChatApi(client, { model, self: `${baseUrl} ${model}` });
  const fitTools = createToolFitting();

  return {
    name: model,
    contextWindow: options.contextWindow,
    get learned() {
      return memory.dialectOf(service).map(describeFact);
    },
    forgetLearned: () => memory.forget(service),
    async complete(asked, callbacks) {
      const { signal } = callbacks;
      const fitted = await fitTools(asked.tools);
      const request = fittedRequest(asked, fitted);
      const lessons = new Lessons(memory.dialectOf(service), isPossible);
      let retry = 0;
      let streaming = true;
      for (;;) {
        signal.throwIfAborted();
        const builder = chat.builder(callbacks);
        const bodyIn = (dialect: Dialect): Body =>
          bodyFor(chat, chat.bodyOf(request), dialect, streaming);
        const body = bodyIn(lessons.dialect);
        try {
          const reply = await attempt({ api: chat, body, builder, options, signal });
          memory.learn(service, lessons.confirmed());
          return { ...reply, toolCalls: reply.toolCalls.map(fitted.restored) };
        } catch (thrown) {
          signal.throwIfAborted();
          const { begun } = builder;
          const trouble = troubleOf(thrown);
          const lesson = begun ? undefined : lessons.next(trouble, bodyIn);
          if (lesson) {
            logger?.warn(`${label} does not take the request as it is: ${said(lesson)}`, {
              because: thrown,
            });
            continue;
          }
          if (!begun && trouble?.kind === 'broken_reply' && body['stream'] === true) {
            // A stream may fail by accident, so nothing is learned from it.
            streaming = false;
            logger?.warn(`${label} sent no stream that makes sense; trying without streaming`, {
              because: thrown,
            });
            continue;
          }
          const failure = describeUpstreamFailure(thrown, service, { begun });
          if (!failure) throw thrown;
          const waitMs =
            failure.retryable && !begun
              ? retryWaitMs(retry, failure.waitMs, { baseMs: retryBaseMs })
              : undefined;
          if (waitMs === undefined) {
            if (begun || trouble?.kind !== 'broken_stream') throw failure.error;
            // Something on the way to the service may let no stream through.
            streaming = false;
            logger?.warn(`${failure.error.message} Trying without streaming.`);
            continue;
          }
          retry += 1;
          logger?.warn(`${failure.error.message} Trying again.`, { retry, waitMs });
          await pause(waitMs, signal);
        }
      }
    },
  };
}

/** What can be done about a service here. */
function isPossible(fact: Fact): boolean {
  return fact.kind !== 'speak';
}

/** A request as this service takes it. */
function bodyFor(api: WireApi, body: Body, dialect: Dialect, streaming: boolean): Body {
  const streams = streaming && factsOf(dialect, 'no_streaming').length === 0;
  return inDialect(streams ? body : api.withoutStreaming(body), dialect);
}

function said(facts: readonly Fact[]): string {
  return facts.map(describeFact).join('; ');
}

interface Attempt {
  api: WireApi;
  body: Body;
  builder: ReplyBuilder;
  options: UpstreamModelOptions;
  signal: AbortSignal;
}

/** One request and its answer, as far as timeouts and the signal let it come. */
async function attempt({ api, body, builder, options, signal }: Attempt): Promise<ModelReply> {
  // One of its own for each attempt: the run's signal lives on, and must not gather listeners.
  const connection = new AbortController();
  const stop = (): void => connection.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const firstByteMs = options.firstByteTimeoutMs * (body['stream'] ? 1 : plainPatience);
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
      await readChunks(answer, builder, watchdog, options);
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
  builder: ReplyBuilder,
  watchdog: Watchdog,
  { betweenChunksTimeoutMs, label, logger }: UpstreamModelOptions,
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
      return false;
    },
  });
  if (malformed > 0) {
    logger?.warn(`${label} sent chunks that are no JSON; they were skipped`, { malformed });
  }
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
  const completion = parseChunk(text);
  if (!completion) throw brokenReply('it sent something that is no JSON');
  return completion;
}
