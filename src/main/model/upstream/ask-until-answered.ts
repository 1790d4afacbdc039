import { randomUUID } from 'node:crypto';
import { estimateTokens } from '../conversation/measure.ts';
import type { FunctionCall } from '../../../shared/run-events.ts';
import type { ChatMessage, ModelCallOptions, ModelReply, ModelRequest } from '../model.ts';
import { attempt } from './attempt.ts';
import type { Body } from './dialect/body.ts';
import { describeFact, factsOf, withFacts, type Dialect, type Fact } from './dialect/fact.ts';
import { inDialect } from './dialect/in-dialect.ts';
import { jsonFieldOf } from './dialect/json-answers.ts';
import { Lessons } from './dialect/learn/lessons.ts';
import { overflowIn } from './dialect/learn/overflow.ts';
import type { ServiceMemory } from './dialect/service-memory.ts';
import { capitalised, type UpstreamService } from './errors/failure.ts';
import { troubleOf, type Trouble } from './errors/trouble.ts';
import { UpstreamError } from './errors/upstream-error.ts';
import { describeUpstreamFailure } from './errors/upstream-failure.ts';
import { Handoff } from './handoff.ts';
import { pause, retryWaitMs } from './http/retry-policy.ts';
import { withPromptCache } from './prompt-cache.ts';
import type { WrittenCall } from './spoken-calls/json-calls.ts';
import { spokenCalls } from './spoken-calls/spoken-calls.ts';
import type { ThinkingHabit } from './thinking-habit.ts';
import type { createToolFitting } from './tool-schemas/fit-tools.ts';
import { fittedRequest } from './tool-schemas/fitted-request.ts';
import type { UpstreamLogger } from './upstream-logger.ts';
import type { WireApi } from './wire-api.ts';

/** What is needed to ask one model of one service. */
export interface ServiceCalls {
  service: UpstreamService;
  /** The API that a request goes to in a dialect. */
  apiFor: (dialect: Dialect, request: ModelRequest) => WireApi;
  /** Whether something may be done by a fact. */
  possible: (fact: Fact) => boolean;
  fitTools: ReturnType<typeof createToolFitting>;
  memory: ServiceMemory;
  thinking: ThinkingHabit;
  firstByteTimeoutMs: number;
  betweenChunksTimeoutMs: number;
  /** The first wait before a retry, in milliseconds. */
  retryBaseMs: number;
  logger: UpstreamLogger | undefined;
}

/** Facts for which the client's answer is another. */
const felt: ReadonlySet<Fact['kind']> = new Set(['leave_out_tool', 'json', 'most_tools']);

/**
 * Makes a request until it is answered: what the service refuses is learned from, what fails by chance
 * is repeated, and a stream that cannot be had becomes a plain answer. Once anything was handed on,
 * nothing is repeated.
 * @throws {UpstreamError} in plain words; the signal's reason when aborted
 */
export async function askUntilAnswered(
  request: ModelRequest,
  callbacks: ModelCallOptions,
  calls: ServiceCalls,
): Promise<ModelReply> {
  const { service, memory, thinking, logger } = calls;
  const { signal, onNotice = () => {} } = callbacks;
  const name = capitalised(service.label);
  const lessons = new Lessons(memory.dialectOf(service), calls.possible);
  let asked = request;
  /** For this request alone. */
  let once: readonly Fact[] = [];
  let streaming = true;
  let retry = 0;
  for (;;) {
    signal.throwIfAborted();
    const dialect = withFacts(lessons.dialect, once);
    const [most] = factsOf(dialect, 'most_tools');
    const fitted = await calls.fitTools(request.tools, most?.count);
    const fitting = fittedRequest(asked, fitted);
    const bodyIn = (spoken: Dialect): Body => bodyOf(fitting, spoken, streaming, calls);
    const api = calls.apiFor(dialect, fitting);
    const body = bodyIn(dialect);
    const spoken = spokenCalls(fitted.tools, jsonFieldOf(body) !== undefined);
    const handoff = new Handoff(callbacks, {
      undecidedMs: thinking.undecidedMs(dialect),
      mayBeCall: (beginning) => spoken.mayBegin(beginning),
    });
    try {
      const reply = await attempt({
        api,
        body,
        builder: api.builder(handoff, dialect),
        handoff,
        firstByteTimeoutMs: calls.firstByteTimeoutMs,
        betweenChunksTimeoutMs: calls.betweenChunksTimeoutMs,
        onMalformed: (malformed) =>
          logger?.warn(`${name} sent chunks that are no JSON; they were skipped`, { malformed }),
        signal,
      });
      if (handoff.thoughtFirst) memory.learn(service, [{ kind: 'thinks_first' }]);
      else if (reply.text !== '' || reply.reasoning !== '') thinking.decided();
      const written = handoff.holdsAll && canSpeak(reply) ? spoken.in(reply.text) : undefined;
      if (written) {
        handoff.withhold();
        onNotice({
          text: `${service.model} wrote its call as text; it was understood`,
          shown: false,
        });
      } else handoff.release();
      for (const fact of lessons.confirmed()) {
        const text = `${name} did not take the request as it was: ${describeFact(fact)} from now on`;
        onNotice({ text, shown: felt.has(fact.kind) });
      }
      memory.learn(service, lessons.confirmed());
      const unsaid = api.unsayable(fitting);
      if (unsaid.length > 0) {
        const what = `The Responses API of ${service.label} knows no ${unsaid.join(', ')}; left out`;
        onNotice({ text: what, shown: false });
        logger?.warn(what);
      }
      const whole = written ? withCalls(reply, written) : reply;
      return { ...whole, toolCalls: whole.toolCalls.map(fitted.restored) };
    } catch (thrown) {
      const { begun } = handoff;
      if (signal.aborted) handoff.abandon();
      else handoff.stop();
      signal.throwIfAborted();
      const trouble = troubleOf(thrown);
      const failure = describeUpstreamFailure(thrown, service, { begun });
      if (!failure) throw thrown;
      const { error } = failure;
      if (begun) {
        handoff.abandon();
        throw error;
      }

      if (error.kind === 'too_long') {
        const shorter = once.length === 0 ? shorterAnswer(trouble, body, request) : undefined;
        if (!shorter) throw tooLong(error, trouble, request, calls);
        once = [shorter];
        logger?.warn(`${error.message} Asking for a shorter answer.`, { because: thrown });
        continue;
      }
      if (isAboutReasoning(trouble) && asked.messages.some(hasExtras)) {
        // Kept under another key, say: what the model thought is lost, the conversation is not.
        asked = { ...asked, messages: asked.messages.map(withoutExtras) };
        logger?.warn(`${name} does not take back what its model thought; going on without`, {
          because: thrown,
        });
        continue;
      }
      const lesson = lessons.next(trouble, bodyIn);
      if (lesson) {
        const what = lesson.map(describeFact).join('; ');
        logger?.warn(`${name} does not take the request as it is: ${what}`, { because: thrown });
        continue;
      }
      const plain = trouble?.kind === 'broken_reply' && body['stream'] === true;
      const waitMs =
        failure.retryable && !plain
          ? retryWaitMs(retry, failure.waitMs, { baseMs: calls.retryBaseMs })
          : undefined;
      if (waitMs !== undefined) {
        retry += 1;
        logger?.warn(`${error.message} Trying again.`, { retry, waitMs });
        await pause(waitMs, signal);
        continue;
      }
      if (!plain && trouble?.kind !== 'broken_stream') {
        handoff.abandon();
        throw error;
      }
      // Something on the way to the service may let no stream through, or it happened by accident:
      // nothing is learned from it.
      streaming = false;
      logger?.warn(`${error.message} Trying without streaming.`, { because: thrown });
    }
  }
}

/** A request as the service takes it. */
function bodyOf(
  request: ModelRequest,
  dialect: Dialect,
  streaming: boolean,
  calls: ServiceCalls,
): Body {
  const api = calls.apiFor(dialect, request);
  const body = withPromptCache(api.bodyOf(request), request, calls.service.promptCache);
  const streams = streaming && factsOf(dialect, 'no_streaming').length === 0;
  return inDialect(streams ? body : api.withoutStreaming(body), dialect);
}

/** Whether a service cannot read, or no more knows, what it sent to be sent back. */
function isAboutReasoning(trouble: Trouble | undefined): boolean {
  return /invalid_encrypted_content|encrypted content .*(?:verified|decrypted)|items are not persisted|type 'reasoning' was provided without/i.test(
    wordsOf(trouble),
  );
}

function hasExtras({ serviceExtras }: ChatMessage): boolean {
  return serviceExtras !== undefined;
}

function withoutExtras(message: ChatMessage): ChatMessage {
  const { serviceExtras: _, ...rest } = message;
  return rest;
}

/** Whether a reply that calls nothing may be a call all the same. */
function canSpeak({ toolCalls, finishReason }: ModelReply): boolean {
  return toolCalls.length === 0 && finishReason === 'stop';
}

function withCalls(reply: ModelReply, written: readonly WrittenCall[]): ModelReply {
  const toolCalls = written.map(({ name, arguments: args }): FunctionCall => {
    const id = `call_${randomUUID().replaceAll('-', '')}`;
    return { id, name, arguments: JSON.stringify(args) };
  });
  return { ...reply, text: '', toolCalls, finishReason: 'tool_calls' };
}

/** Fields that say how long an answer may be. */
const lengthFields = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'] as const;
/** Between what was counted and what fits, in tokens. */
const spare = 32;

/** How long the answer may be where the conversation fits, but not with the answer that was asked for. */
function shorterAnswer(
  trouble: Trouble | undefined,
  body: Body,
  { messages, tools }: ModelRequest,
): Fact | undefined {
  const field = lengthFields.find((name) => typeof body[name] === 'number');
  const { limit, prompt, byAnswer } = overflowIn({ text: wordsOf(trouble) });
  if (!field || limit === undefined) return undefined;
  const room = byAnswer ? limit - prompt! : limit - estimateTokens(messages, tools) * longestGuess;
  const most = Math.floor(room) - spare;
  return most > 0 && most < (body[field] as number) ? { kind: 'limit', field, most } : undefined;
}

/** A conversation may take so many times as much as it was guessed. */
const longestGuess = 1.3;
/** What of a conversation that was too long may come again where nobody said how long it may be. */
const fewer = 0.7;

/** The error for a conversation that is too long, with what of it would fit; the limit is learned. */
function tooLong(
  error: UpstreamError,
  trouble: Trouble | undefined,
  { messages, tools }: ModelRequest,
  { memory, service }: ServiceCalls,
): UpstreamError {
  const { limit, prompt } = overflowIn({ text: wordsOf(trouble) });
  const guessed = estimateTokens(messages, tools);
  if (limit !== undefined) memory.learn(service, [{ kind: 'context', tokens: limit }]);
  // Our tokens are not the model's: what it counted says how many of ours it reads.
  const share = prompt !== undefined && prompt > guessed ? guessed / prompt : 1;
  const fittingTokens = Math.floor(limit === undefined ? guessed * fewer : limit * share);
  return new UpstreamError(error.message, {
    kind: error.kind,
    cause: error.cause,
    fittingTokens,
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.code === undefined ? {} : { code: error.code }),
  });
}

function wordsOf(trouble: Trouble | undefined): string {
  if (trouble?.kind !== 'refused' && trouble?.kind !== 'reported') return '';
  return trouble.detail.said ?? trouble.detail.message;
}
