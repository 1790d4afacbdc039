import { chatBody, dialectAfter, fullDialect, type ChatDialect } from './chat/chat-dialect.ts';
import type { ChatBody } from './chat/chat-json.ts';
import { textOf } from './http/http-sender.ts';
import type { Model, ModelReply, ModelRequest } from '../model.ts';
import { errorDetailFrom } from './errors/error-detail.ts';
import { ReplyAssembler, type WireChunk } from './chat/reply-assembler.ts';
import { pause, retryWaitMs } from './http/retry-policy.ts';
import { longestEvent, readEvents } from './chat/stream-reader.ts';
import { createUpstreamClient } from './http/upstream-client.ts';
import type { UpstreamAnswer, UpstreamClient } from './http/upstream-client.ts';
import type { UpstreamService } from './errors/failure.ts';
import { brokenReply, troubleOf, UpstreamTrouble, type Trouble } from './errors/trouble.ts';
import { describeUpstreamFailure } from './errors/upstream-failure.ts';
import { createToolFitting } from './tool-schemas/fit-tools.ts';
import { fittedRequest } from './tool-schemas/fitted-request.ts';
import { Watchdog } from './http/watchdog.ts';

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
 * The model behind an OpenAI-compatible service. Survives what real services do: see agent.md,
 * "Upstream trouble". What a service turns out not to understand is remembered for further calls.
 */
export function createUpstreamModel(options: UpstreamModelOptions): Model {
  const { label, baseUrl, apiKey, model, logger, retryBaseMs = 500 } = options;
  const service: UpstreamService = { label, baseUrl, model, hasKey: apiKey !== undefined };
  const client = createUpstreamClient({ baseUrl, apiKey });
  const self = `${baseUrl} ${model}`;
  const fitTools = createToolFitting();
  let known: ChatDialect = fullDialect;

  return {
    name: model,
    contextWindow: options.contextWindow,
    async complete(asked, callbacks) {
      const { signal } = callbacks;
      const fitted = await fitTools(asked.tools);
      const request = fittedRequest(asked, fitted);
      let learned = known;
      let dialect = known;
      let retry = 0;
      for (;;) {
        signal.throwIfAborted();
        const assembler = new ReplyAssembler(callbacks, self);
        try {
          const body = chatBody(request, { model, self }, dialect);
          const reply = await attempt({ client, body, assembler, options, signal });
          known = learned;
          return { ...reply, toolCalls: reply.toolCalls.map(fitted.restored) };
        } catch (thrown) {
          signal.throwIfAborted();
          const { begun } = assembler;
          const trouble = troubleOf(thrown);
          const simpler = begun ? undefined : simplerDialect(trouble, request, dialect);
          if (simpler) {
            dialect = simpler;
            // What a service refuses it will refuse again; a stream may fail by accident.
            if (trouble?.kind === 'refused') learned = simpler;
            logger?.warn(`${label} could not answer the request as it was; trying a simpler one`, {
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
            dialect = { ...dialect, streaming: false };
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

/** How to ask instead, after an answer that shows what the service cannot do. */
function simplerDialect(
  trouble: Trouble | undefined,
  request: ModelRequest,
  dialect: ChatDialect,
): ChatDialect | undefined {
  if (trouble?.kind === 'refused') return dialectAfter(trouble, request, dialect);
  const brokenStream = trouble?.kind === 'broken_reply' && dialect.streaming;
  return brokenStream ? { ...dialect, streaming: false } : undefined;
}

interface Attempt {
  client: UpstreamClient;
  body: ChatBody;
  assembler: ReplyAssembler;
  options: UpstreamModelOptions;
  signal: AbortSignal;
}

/** One request and its answer, as far as timeouts and the signal let it come. */
async function attempt({ client, body, assembler, options, signal }: Attempt): Promise<ModelReply> {
  // One of its own for each attempt: the run's signal lives on, and must not gather listeners.
  const connection = new AbortController();
  const stop = (): void => connection.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const firstByteMs = options.firstByteTimeoutMs * (body.stream ? 1 : plainPatience);
  const watchdog = new Watchdog(firstByteMs, (waitedMs, begun) =>
    connection.abort(new UpstreamTrouble({ kind: 'silence', waitedMs, begun })),
  );
  try {
    const answer = await client.chat(body, connection.signal);
    if (answer.contentType.includes('html')) {
      const title = errorDetailFrom(await textOf(answer.body, longestPage)).message;
      throw new UpstreamTrouble({ kind: 'web_page', title });
    }
    if (body.stream && !answer.contentType.includes('json')) {
      await readChunks(answer, assembler, watchdog, options);
    } else {
      assembler.add(parseCompletion(await textOf(answer.body, longestEvent)));
      assembler.end();
    }
  } catch (error) {
    // With the reason for its end the reply is whole, however the connection ended.
    const whole = assembler.finished && troubleOf(error)?.kind !== 'reported' && !signal.aborted;
    if (!whole) throw connection.signal.aborted ? connection.signal.reason : error;
  } finally {
    watchdog.stop();
    signal.removeEventListener('abort', stop);
  }
  return assembler.reply();
}

async function readChunks(
  { body }: UpstreamAnswer,
  assembler: ReplyAssembler,
  watchdog: Watchdog,
  { betweenChunksTimeoutMs, label, logger }: UpstreamModelOptions,
): Promise<void> {
  let malformed = 0;
  await readEvents(body, {
    onChunk: () => watchdog.touch(assembler.finished ? endGraceMs : betweenChunksTimeoutMs),
    onData: (data) => {
      if (data.startsWith('[DONE]')) {
        assembler.end();
        return true;
      }
      const chunk = parseChunk(data);
      if (chunk) assembler.add(chunk);
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
