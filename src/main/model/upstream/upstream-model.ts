import type { ChatMessage, Model, ModelReply, ModelRequest } from '../model.ts';
import { createApis } from './apis.ts';
import type { WireChunk } from './chat/reply-assembler.ts';
import { longestEvent, readEvents } from './chat/stream-reader.ts';
import type { Body } from './dialect/body.ts';
import { describeFact, factsOf, type Dialect, type Fact } from './dialect/fact.ts';
import { inDialect } from './dialect/in-dialect.ts';
import { openServiceMemory, type ServiceMemory } from './dialect/service-memory.ts';
import { Lessons } from './dialect/learn/lessons.ts';
import { errorDetailFrom } from './errors/error-detail.ts';
import type { UpstreamService } from './errors/failure.ts';
import { brokenReply, troubleOf, UpstreamTrouble, type Trouble } from './errors/trouble.ts';
import { describeUpstreamFailure } from './errors/upstream-failure.ts';
import { textOf } from './http/http-sender.ts';
import { pause, retryWaitMs } from './http/retry-policy.ts';
import { createUpstreamClient, type UpstreamAnswer } from './http/upstream-client.ts';
import { createToolFitting } from './tool-schemas/fit-tools.ts';
import { fittedRequest } from './tool-schemas/fitted-request.ts';
import { Watchdog } from './http/watchdog.ts';
import type { ApiChoice, ReplyBuilder, WireApi } from './wire-api.ts';

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
  /** Left out: chat completions, unless the service wants the other. */
  api?: ApiChoice;
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
  const { memory = openServiceMemory(), api: choice = { first: 'chat', fixed: false } } = options;
  const hasKey = apiKey !== undefined;
  const service: UpstreamService = { label, baseUrl, model, hasKey, api: choice };
  const client = createUpstreamClient({ baseUrl, apiKey });
  const apiFor = createApis(client, { baseUrl, model, choice });
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
      let request = fittedRequest(asked, fitted);
      const lessons = new Lessons(
        memory.dialectOf(service),
        ({ kind }) => kind !== 'speak' || !choice.fixed,
      );
      let retry = 0;
      let streaming = true;
      for (;;) {
        signal.throwIfAborted();
        const api = apiFor(lessons.dialect, request);
        const builder = api.builder(callbacks);
        const bodyIn = (dialect: Dialect): Body =>
          bodyFor(apiFor(dialect, request), request, dialect, streaming);
        const body = bodyIn(lessons.dialect);
        try {
          const reply = await attempt({ api, body, builder, options, signal });
          memory.learn(service, lessons.confirmed());
          const unsaid = api.unsayable(request);
          if (unsaid.length > 0) {
            logger?.warn(`The Responses API of ${label} knows no ${unsaid.join(', ')}; left out`);
          }
          return { ...reply, toolCalls: reply.toolCalls.map(fitted.restored) };
        } catch (thrown) {
          signal.throwIfAborted();
          const { begun } = builder;
          const trouble = troubleOf(thrown);
          if (!begun && isAboutReasoning(trouble) && request.messages.some(hasExtras)) {
            // Kept under another key, say: what the model thought is lost, the conversation is not.
            request = { ...request, messages: request.messages.map(withoutExtras) };
            logger?.warn(`${label} does not take back what its model thought; going on without`, {
              because: thrown,
            });
            continue;
          }
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

/** A request as this service takes it. */
function bodyFor(api: WireApi, request: ModelRequest, dialect: Dialect, streaming: boolean): Body {
  const body = api.bodyOf(request);
  const streams = streaming && factsOf(dialect, 'no_streaming').length === 0;
  return inDialect(streams ? body : api.withoutStreaming(body), dialect);
}

/** Whether a service cannot read, or no more knows, what it sent to be sent back. */
function isAboutReasoning(trouble: Trouble | undefined): boolean {
  if (trouble?.kind !== 'refused' && trouble?.kind !== 'reported') return false;
  const { code, message } = trouble.detail;
  return /invalid_encrypted_content|encrypted content .*(?:verified|decrypted)|items are not persisted|type 'reasoning' was provided without/i.test(
    `${code} ${message}`,
  );
}

function hasExtras({ serviceExtras }: ChatMessage): boolean {
  return serviceExtras !== undefined;
}

function withoutExtras(message: ChatMessage): ChatMessage {
  const { serviceExtras: _, ...rest } = message;
  return rest;
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
      return builder.complete;
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
