import type { FinishReason, Usage } from '../../../../shared/run-events.ts';
import { errorDetailOf } from '../errors/error-detail.ts';
import { brokenReply, UpstreamTrouble } from '../errors/trouble.ts';
import type { ModelReply, ServiceExtras } from '../../model.ts';
import {
  ToolCallAccumulator,
  type ReceivedCall,
  type ToolCallDelta,
} from './tool-call-accumulator.ts';
import { ThinkTags } from './think-tags.ts';
import type { ReplySink } from '../wire-api.ts';

/**
 * A chunk, or a whole completion, as services send it: the shape of the `openai` package's types,
 * with all that is left out, renamed or added in the wild.
 */
export interface WireChunk {
  choices?: readonly (WireChoice | null)[] | null;
  usage?: WireUsage | null;
  error?: unknown;
  object?: unknown;
  type?: unknown;
}

interface WireChoice {
  delta?: WireMessage | null;
  message?: WireMessage | null;
  finish_reason?: unknown;
}

interface WireMessage extends Partial<Record<(typeof reasoningFields)[number], unknown>> {
  content?: unknown;
  refusal?: unknown;
  reasoning_details?: unknown;
  tool_calls?: unknown;
  function_call?: ToolCallDelta['function'];
}

interface WireUsage {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown; cache_write_tokens?: unknown } | null;
  cache_creation_input_tokens?: unknown;
  completion_tokens_details?: { reasoning_tokens?: unknown } | null;
  /** DeepSeek's name for cached tokens. */
  prompt_cache_hit_tokens?: unknown;
}

/** Where services send their models' thinking; some send the same under two names: the first that holds some counts. */
const reasoningFields = [
  'reasoning_content',
  'reasoning',
  'reasoning_text',
  'thinking',
  'thinking_content',
  'thought',
  'thoughts',
] as const;

/** Puts one reply together from its chunks and hands text and reasoning on as they come. */
export class ReplyAssembler {
  readonly #onText: (text: string) => void;
  readonly #onReasoning: (text: string) => void;
  readonly #from: string;
  readonly #calls = new ToolCallAccumulator();
  readonly #content: ThinkTags;
  readonly #onThoughtBefore: (() => void) | undefined;
  #text = '';
  #reasoning = '';
  /** The field in which the reasoning came. */
  #reasoningField: (typeof reasoningFields)[number] | undefined;
  readonly #reasoningDetails: Record<string, unknown>[] = [];
  #finishReason: string | undefined;
  #ended = false;
  #usage: Usage | null = null;

  /**
   * @param from names the service and model in what it wants back
   * @param thinksFirst whether its answers begin with thinking that is not opened
   */
  constructor(sink: ReplySink, from: string, { thinksFirst = false } = {}) {
    this.#from = from;
    this.#onText = sink.onText;
    this.#onReasoning = sink.onReasoning;
    this.#onThoughtBefore = sink.onThoughtBefore;
    this.#content = new ThinkTags(
      {
        onText: (text) => this.#addText(text),
        onReasoning: (text) => this.#addReasoning(text),
        onThoughtBefore: () => this.#thoughtBefore(),
      },
      { thinksFirst },
    );
  }

  /** Whether anything was handed on; from then on the call cannot be repeated. */
  get begun(): boolean {
    return this.#text !== '' || this.#reasoning !== '';
  }

  /** Whether the service said why it stopped; after that only the usage may come. */
  get finished(): boolean {
    return this.#finishReason !== undefined;
  }

  /** Only the usage may still come before it is said that all has come. */
  get complete(): boolean {
    return this.#ended;
  }

  /**
   * Takes the next chunk, or a whole completion.
   * @throws {UpstreamTrouble} `reported`, when it is an error object
   */
  add(chunk: WireChunk): void {
    // Azure, vLLM and others send chunks without choices, or a choice without a delta.
    const choice = chunk.choices?.[0];
    if (choice) {
      const message = choice.delta ?? choice.message;
      if (message) this.#addMessage(message);
      if (typeof choice.finish_reason === 'string') this.#finishReason = choice.finish_reason;
    }
    if (chunk.usage) this.#usage = usageOf(chunk.usage);
    if (chunk.error || chunk.object === 'error' || chunk.type === 'error') {
      throw new UpstreamTrouble({ kind: 'reported', detail: errorDetailOf(chunk) });
    }
    if (this.#finishReason === 'error') {
      const message = 'it stopped with an error and did not say which';
      throw new UpstreamTrouble({ kind: 'reported', detail: { message } });
    }
  }

  /** The service said that all has come, why it stopped or not. */
  end(): void {
    this.#ended = true;
  }

  /**
   * The whole reply.
   * @throws {UpstreamTrouble} `broken_reply`, when nothing came, or when it stops without a word: the
   *   connection of a proxy may end in good order though the service behind it broke off
   */
  reply(): ModelReply {
    this.#content.end();
    const calls = this.#calls.calls();
    const toolCalls = calls.map(({ id, name, arguments: text }) => ({ id, name, arguments: text }));
    if (!this.finished) {
      if (!this.begun && toolCalls.length === 0) throw brokenReply('it sent an empty answer');
      if (this.#calls.cutOff) throw brokenReply('it stopped in the middle of a tool call');
      if (!this.#ended) throw brokenReply('it stopped in the middle of its answer');
    }
    const extras = calls.length > 0 ? this.#extras(calls) : undefined;
    return {
      text: this.#text,
      reasoning: this.#reasoning,
      toolCalls,
      finishReason: finishReasonOf(this.#finishReason, toolCalls.length > 0),
      usage: this.#usage,
      ...(extras ? { extras } : {}),
    };
  }

  /** What the service wants back with its calls: details where it sent them, else the plain text. */
  #extras(received: readonly ReceivedCall[]): ServiceExtras | undefined {
    const calls = received.flatMap(({ id, extras }) => (extras ? [[id, extras] as const] : []));
    let message = {};
    if (this.#reasoningDetails.length > 0) message = { reasoning_details: this.#reasoningDetails };
    else if (this.#reasoningField) message = { [this.#reasoningField]: this.#reasoning };
    else if (calls.length === 0) return undefined;
    return { from: this.#from, message, calls: Object.fromEntries(calls) };
  }

  #addMessage(message: WireMessage): void {
    const { reasoning_details: details } = message;
    if (!this.#addReasoningField(message) && details) this.#addReasoning(textOfParts(details));
    if (this.#reasoning !== '') this.#content.toldApart();
    if (Array.isArray(details)) joinDetails(this.#reasoningDetails, details);
    const { content } = message;
    if (typeof content === 'string') this.#content.add(content);
    else if (Array.isArray(content)) this.#addParts(content);
    if (typeof message.refusal === 'string') this.#content.add(message.refusal);
    if (Array.isArray(message.tool_calls)) {
      for (const delta of message.tool_calls as (ToolCallDelta | null)[]) {
        if (delta) this.#calls.add(delta);
      }
    } else if (message.function_call) {
      this.#calls.add({ index: 0, function: message.function_call });
    }
  }

  /** The first field that holds reasoning counts. Whether there is one. */
  #addReasoningField(message: WireMessage): boolean {
    for (const field of reasoningFields) {
      const text = textOfParts(message[field]);
      if (text === '') continue;
      // Only as it came can it be sent back.
      if (isText(message[field])) this.#reasoningField = field;
      this.#addReasoning(text);
      return true;
    }
    return false;
  }

  /** Content in parts, as Mistral's thinking models send it. */
  #addParts(parts: readonly unknown[]): void {
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue;
      const { type } = part as { type?: unknown };
      const isThought = typeof type === 'string' && /think|thought|reason/.test(type);
      if (isThought || 'thinking' in part) this.#addReasoning(textOfParts([part]));
      else this.#content.add(textOfParts([part]));
    }
  }

  #thoughtBefore(): void {
    this.#reasoning += this.#text;
    this.#text = '';
    this.#onThoughtBefore?.();
  }

  #addText(text: string): void {
    this.#text += text;
    this.#onText(text);
  }

  #addReasoning(text: string): void {
    if (text === '') return;
    this.#reasoning += text;
    this.#onReasoning(text);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

const grownFields: ReadonlySet<string> = new Set(['text', 'summary']);

/**
 * Adds pieces of `reasoning_details` (OpenRouter) to those that have come: a stream sends each block
 * in pieces, and wants whole blocks back.
 */
function joinDetails(all: Record<string, unknown>[], pieces: readonly unknown[]): void {
  for (const piece of pieces) {
    if (typeof piece !== 'object' || piece === null) continue;
    const next = piece as Record<string, unknown>;
    const last = all.at(-1);
    const { type, index } = next;
    const grows = type === 'reasoning.text' || type === 'reasoning.summary';
    if (!grows || last?.['type'] !== type || last['index'] !== index) {
      all.push({ ...next });
      continue;
    }
    for (const [field, value] of Object.entries(next)) {
      if (grownFields.has(field) && isText(last[field]) && isText(value)) last[field] += value;
      else if (value !== null && value !== undefined) last[field] = value;
    }
  }
}

/** Fields of a part in which its text may stand. */
const textFields = ['text', 'summary', 'thinking', 'reasoning', 'thought', 'content'] as const;

/** The text of a string, a part, or a list of them, however they are nested. */
function textOfParts(parts: unknown, depth = 0): string {
  if (typeof parts === 'string') return parts;
  if (depth > 4 || typeof parts !== 'object' || parts === null) return '';
  if (Array.isArray(parts)) return parts.map((part) => textOfParts(part, depth + 1)).join('');
  const part = parts as Partial<Record<string, unknown>>;
  for (const field of textFields) {
    const text = textOfParts(part[field], depth + 1);
    if (text !== '') return text;
  }
  return '';
}

const lengthReasons = new Set(['length', 'max_tokens', 'model_length', 'max_output_tokens']);
const filterReasons = new Set(['content_filter', 'safety', 'recitation', 'blocklist', 'refusal']);

/** Any service's reason in our four words. Calls count more than the word: many say `stop` with them. */
function finishReasonOf(reason: string | undefined, hasCalls: boolean): FinishReason {
  const word = reason?.toLowerCase() ?? '';
  if (lengthReasons.has(word)) return 'length';
  if (filterReasons.has(word)) return 'content_filter';
  return hasCalls ? 'tool_calls' : 'stop';
}

function usageOf(usage: WireUsage): Usage {
  const written = count(
    usage.prompt_tokens_details?.cache_write_tokens ?? usage.cache_creation_input_tokens,
  );
  return {
    inputTokens: count(usage.prompt_tokens),
    cachedInputTokens: count(
      usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens,
    ),
    ...(written > 0 ? { cacheWriteTokens: written } : {}),
    outputTokens: count(usage.completion_tokens),
    reasoningTokens: count(usage.completion_tokens_details?.reasoning_tokens),
  };
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0;
}
