import { randomUUID } from 'node:crypto';
import type OpenAI from 'openai';
import type { FinishReason, FunctionCall, Usage } from '../../../../shared/run-events.ts';
import type { ModelReply, ServiceExtras } from '../../model.ts';
import { brokenReply } from '../errors/trouble.ts';
import type { ReplyBuilder, ReplySink } from '../wire-api.ts';
import { asKept, type ReasoningItem } from './kept-reasoning.ts';
import { reportedFailure } from './reported-failure.ts';

/**
 * The events that say something. The others tell of tools that were not asked for, repeat what these
 * say, or bring pieces of arguments, which come whole with their item.
 */
type Event = Extract<
  OpenAI.Responses.ResponseStreamEvent,
  {
    type:
      | 'response.output_item.added'
      | 'response.output_text.delta'
      | 'response.refusal.delta'
      | 'response.reasoning_summary_text.delta'
      | 'response.reasoning_text.delta'
      | 'response.output_item.done'
      | 'response.completed'
      | 'response.incomplete'
      | 'response.failed'
      | 'error';
  }
>;
type Response = OpenAI.Responses.Response;
type OutputItem = OpenAI.Responses.ResponseOutputItem;

/**
 * Puts one reply together from the events of the Responses API, or from a whole response, and hands
 * text and reasoning on as they come. An item counts once it is done; what of it came in pieces is not
 * handed on again.
 */
export class ResponseAssembler implements ReplyBuilder {
  readonly #sink: ReplySink;
  readonly #from: string;
  /** By their places in the output. */
  readonly #items = new Map<number, { item: OutputItem; done: boolean }>();
  /** Places of items of which text or reasoning was handed on. */
  readonly #written = new Set<number>();
  #text = '';
  #reasoning = '';
  /** Where the last piece of each stood: those from elsewhere begin a paragraph. */
  #textFrom: number | undefined;
  #reasoningFrom = '';
  #response: Response | undefined;

  /** @param from names the service and model in what it wants back */
  constructor(sink: ReplySink, from: string) {
    this.#sink = sink;
    this.#from = from;
  }

  get begun(): boolean {
    return this.#text !== '' || this.#reasoning !== '';
  }

  get finished(): boolean {
    return this.#response !== undefined;
  }

  /** The last event brings all that is left. */
  get complete(): boolean {
    return this.finished;
  }

  /** @throws {UpstreamTrouble} `reported` for a failure in place of an event or a response */
  add(chunk: object): void {
    if (!('type' in chunk)) {
      if ('error' in chunk && !('status' in chunk)) throw reportedFailure(chunk);
      this.#finish(chunk as Response);
      return;
    }
    const event = chunk as Event;
    switch (event.type) {
      case 'response.output_item.added':
        this.#items.set(event.output_index, { item: event.item, done: false });
        break;
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        this.#addText(event.output_index, event.delta);
        break;
      case 'response.reasoning_summary_text.delta':
        this.#addReasoning(event.output_index, `s${event.summary_index}`, event.delta);
        break;
      case 'response.reasoning_text.delta':
        this.#addReasoning(event.output_index, `t${event.content_index}`, event.delta);
        break;
      case 'response.output_item.done':
        this.#done(event.output_index, event.item);
        break;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        this.#finish(event.response);
        break;
      case 'error':
        throw reportedFailure(event);
    }
  }

  /** A stream of this API ends by an event of its own: that the connection ended says nothing. */
  end(): void {}

  /** @throws {UpstreamTrouble} `broken_reply`, when it stops before its last event, or says nothing at all */
  reply(): ModelReply {
    const items = [...this.#items].toSorted(([a], [b]) => a - b).map(([, each]) => each);
    if (!this.#response) {
      if (items.length === 0) throw brokenReply('it sent an empty answer');
      const call = items.some(({ item, done }) => item.type === 'function_call' && !done);
      throw brokenReply(`it stopped in the middle of ${call ? 'a tool call' : 'its answer'}`);
    }
    const output = items.filter(({ done }) => done).map(({ item }) => item);
    const { toolCalls, extras } = callsIn(output);
    return {
      text: this.#text,
      reasoning: this.#reasoning,
      toolCalls,
      finishReason: finishReasonOf(this.#response, toolCalls.length > 0),
      usage: usageOf(this.#response.usage),
      ...(toolCalls.length > 0 ? { extras: { from: this.#from, ...extras } } : {}),
    };
  }

  #done(index: number, item: OutputItem): void {
    if (this.#items.get(index)?.done) return;
    this.#items.set(index, { item, done: true });
    if (this.#written.has(index)) return;
    if (item.type === 'message') {
      for (const part of item.content) {
        this.#addText(index, part.type === 'refusal' ? part.refusal : part.text);
      }
    } else if (item.type === 'reasoning') {
      for (const [part, { text }] of [...(item.summary ?? []), ...(item.content ?? [])].entries()) {
        this.#addReasoning(index, `d${part}`, text);
      }
    }
  }

  #finish(response: Response): void {
    if (response.status === 'failed' || response.status === 'cancelled') {
      throw reportedFailure(response);
    }
    const streamed = this.#items.size > 0;
    for (const [index, item] of (response.output ?? []).entries()) {
      if (!streamed || this.#items.has(index)) this.#done(index, item);
    }
    this.#response = response;
  }

  #addText(index: number, text: string): void {
    if (text === '') return;
    const apart = this.#text !== '' && this.#textFrom !== index;
    this.#textFrom = index;
    this.#written.add(index);
    const piece = apart ? `\n\n${text}` : text;
    this.#text += piece;
    this.#sink.onText(piece);
  }

  #addReasoning(index: number, part: string, text: string): void {
    if (text === '') return;
    const from = `${index} ${part}`;
    const apart = this.#reasoning !== '' && this.#reasoningFrom !== from;
    this.#reasoningFrom = from;
    this.#written.add(index);
    const piece = apart ? `\n\n${text}` : text;
    this.#reasoning += piece;
    this.#sink.onReasoning(piece);
  }
}

/**
 * The calls of an output, each with an id of its own, and what the service wants back with them: the
 * reasoning stands with what it led to, so that a call which is left out takes its own along.
 */
function callsIn(output: readonly OutputItem[]): {
  toolCalls: FunctionCall[];
  extras: Pick<ServiceExtras, 'message' | 'calls'>;
} {
  const toolCalls: FunctionCall[] = [];
  const message: Record<string, unknown> = {};
  const calls: ServiceExtras['calls'] = {};
  let before: ReasoningItem[] = [];
  const thought = (): { reasoning?: ReasoningItem[] } => {
    const reasoning = before;
    before = [];
    return reasoning.length > 0 ? { reasoning } : {};
  };
  for (const item of output) {
    if (item.type === 'reasoning') {
      const kept = asKept(item);
      if (kept) before.push(kept);
    } else if (item.type === 'message') {
      Object.assign(message, thought(), item.phase ? { phase: item.phase } : {});
    } else if (item.type === 'function_call') {
      const { call_id: given, name, arguments: text } = item;
      const used = !given || toolCalls.some(({ id }) => id === given);
      const id = used ? `call_${randomUUID().replaceAll('-', '')}` : given;
      toolCalls.push({ id, name, arguments: text || '{}' });
      calls[id] = thought();
    }
  }
  return { toolCalls, extras: { message, calls } };
}

function finishReasonOf(
  { incomplete_details: details }: Response,
  hasCalls: boolean,
): FinishReason {
  if (details?.reason === 'max_output_tokens') return 'length';
  if (details?.reason === 'content_filter') return 'content_filter';
  return hasCalls ? 'tool_calls' : 'stop';
}

function usageOf(usage: Response['usage'] | null): Usage | null {
  if (!usage) return null;
  return {
    inputTokens: usage.input_tokens ?? 0,
    // Services other than OpenAI's leave the details out.
    cachedInputTokens: usage.input_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage.output_tokens ?? 0,
    reasoningTokens: usage.output_tokens_details?.reasoning_tokens ?? 0,
  };
}
