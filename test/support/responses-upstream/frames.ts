import type OpenAI from 'openai';

type Event = OpenAI.Responses.ResponseStreamEvent;
type Response = OpenAI.Responses.Response;
type Item = OpenAI.Responses.ResponseOutputItem;

/** What the model behind the server answers. With nothing set: an empty message. */
export interface ScriptedResponse {
  /** Parts of the summary of what it thought; of an array within, each string is one delta. */
  reasoning?: (string | string[])[];
  /** A string is one delta; of an array, each string is one. */
  text?: string | string[];
  /** What the message is meant as. */
  phase?: 'commentary' | 'final_answer';
  refusal?: string;
  toolCalls?: { id?: string; name: string; arguments: object | string }[];
  /** Left out: a plausible one. Null: none. */
  usage?: { input: number; output: number; cached?: number; reasoning?: number } | null;
  incomplete?: 'max_output_tokens' | 'content_filter';
  /** It fails at the end of what it said. */
  failed?: OpenAI.Responses.ResponseError;
  /** The event `error` in place of an end. */
  error?: { code: string | null; message: string; param: string | null };
}

/** A response and what came before it, by the types of the `openai` package. */
export function framesOf(
  reply: ScriptedResponse,
  { model, encrypted }: { model: string; encrypted: string | undefined },
): { events: Event[]; response: Response } {
  const base: Response = {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status: 'in_progress',
    model,
    output: [],
    output_text: '',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    top_p: 1,
    tool_choice: 'auto',
    tools: [],
  };
  let sequence = 0;
  const events: Event[] = [];
  const say = <Each extends Event>(event: Omit<Each, 'sequence_number'>): void => {
    events.push({ ...event, sequence_number: sequence } as unknown as Event);
    sequence += 1;
  };
  say<OpenAI.Responses.ResponseCreatedEvent>({ type: 'response.created', response: base });
  say<OpenAI.Responses.ResponseInProgressEvent>({ type: 'response.in_progress', response: base });

  const output: Item[] = [];
  const add = (item: Item, done: Item, between: (index: number) => void): void => {
    const index = output.length;
    say<OpenAI.Responses.ResponseOutputItemAddedEvent>({
      type: 'response.output_item.added',
      output_index: index,
      item,
    });
    between(index);
    say<OpenAI.Responses.ResponseOutputItemDoneEvent>({
      type: 'response.output_item.done',
      output_index: index,
      item: done,
    });
    output.push(done);
  };
  if (reply.reasoning) addReasoning(reply.reasoning, encrypted, add, say);
  const calls = reply.toolCalls ?? [];
  if (reply.text !== undefined || reply.refusal !== undefined || calls.length === 0) {
    addMessage(reply, add, say);
  }
  for (const [index, call] of calls.entries()) addCall(call, index, add, say);

  const { error, failed, incomplete } = reply;
  const response: Response = {
    ...base,
    output,
    status: failed ? 'failed' : incomplete ? 'incomplete' : 'completed',
    error: failed ?? null,
    incomplete_details: incomplete ? { reason: incomplete } : null,
    ...(reply.usage === null ? {} : { usage: usageOf(reply) }),
  };
  if (error) say<OpenAI.Responses.ResponseErrorEvent>({ type: 'error', ...error });
  else if (failed) say<OpenAI.Responses.ResponseFailedEvent>({ type: 'response.failed', response });
  else if (incomplete) {
    say<OpenAI.Responses.ResponseIncompleteEvent>({ type: 'response.incomplete', response });
  } else say<OpenAI.Responses.ResponseCompletedEvent>({ type: 'response.completed', response });
  return { events, response };
}

type Add = (item: Item, done: Item, between: (index: number) => void) => void;
type Say = <Each extends Event>(event: Omit<Each, 'sequence_number'>) => void;

function addReasoning(
  parts: (string | string[])[],
  encrypted: string | undefined,
  add: Add,
  say: Say,
): void {
  const id = 'rs_1';
  const item: OpenAI.Responses.ResponseReasoningItem = { id, type: 'reasoning', summary: [] };
  const done: OpenAI.Responses.ResponseReasoningItem = {
    ...item,
    summary: parts.map((part) => ({ type: 'summary_text', text: [part].flat().join('') })),
    ...(encrypted === undefined ? {} : { encrypted_content: encrypted }),
  };
  add(item, done, (index) => {
    for (const [at, part] of parts.entries()) {
      const place = { item_id: id, output_index: index, summary_index: at };
      say<OpenAI.Responses.ResponseReasoningSummaryPartAddedEvent>({
        type: 'response.reasoning_summary_part.added',
        ...place,
        part: { type: 'summary_text', text: '' },
      });
      for (const delta of [part].flat()) {
        say<OpenAI.Responses.ResponseReasoningSummaryTextDeltaEvent>({
          type: 'response.reasoning_summary_text.delta',
          ...place,
          delta,
        });
      }
      const text = [part].flat().join('');
      say<OpenAI.Responses.ResponseReasoningSummaryTextDoneEvent>({
        type: 'response.reasoning_summary_text.done',
        ...place,
        text,
      });
      say<OpenAI.Responses.ResponseReasoningSummaryPartDoneEvent>({
        type: 'response.reasoning_summary_part.done',
        ...place,
        part: { type: 'summary_text', text },
      });
    }
  });
}

function addMessage(reply: ScriptedResponse, add: Add, say: Say): void {
  const id = 'msg_1';
  const text = [reply.text ?? ''].flat().join('');
  const whole: OpenAI.Responses.ResponseOutputMessage['content'][number] =
    reply.refusal === undefined
      ? { type: 'output_text', text, annotations: [], logprobs: [] }
      : { type: 'refusal', refusal: reply.refusal };
  const item: OpenAI.Responses.ResponseOutputMessage = {
    id,
    type: 'message',
    role: 'assistant',
    status: 'in_progress',
    content: [],
    ...(reply.phase ? { phase: reply.phase } : {}),
  };
  const status = reply.incomplete ? 'incomplete' : 'completed';
  add(item, { ...item, status, content: [whole] }, (index) => {
    const place = { item_id: id, output_index: index, content_index: 0 };
    say<OpenAI.Responses.ResponseContentPartAddedEvent>({
      type: 'response.content_part.added',
      ...place,
      part:
        whole.type === 'refusal'
          ? { type: 'refusal', refusal: '' }
          : { type: 'output_text', text: '', annotations: [], logprobs: [] },
    });
    if (whole.type === 'refusal') {
      const { refusal } = whole;
      say<OpenAI.Responses.ResponseRefusalDeltaEvent>({
        type: 'response.refusal.delta',
        ...place,
        delta: refusal,
      });
      say<OpenAI.Responses.ResponseRefusalDoneEvent>({
        type: 'response.refusal.done',
        ...place,
        refusal,
      });
    } else {
      for (const delta of [reply.text ?? []].flat()) {
        say<OpenAI.Responses.ResponseTextDeltaEvent>({
          type: 'response.output_text.delta',
          ...place,
          delta,
          logprobs: [],
        });
      }
      say<OpenAI.Responses.ResponseTextDoneEvent>({
        type: 'response.output_text.done',
        ...place,
        text,
        logprobs: [],
      });
    }
    say<OpenAI.Responses.ResponseContentPartDoneEvent>({
      type: 'response.content_part.done',
      ...place,
      part: whole,
    });
  });
}

function addCall(
  call: NonNullable<ScriptedResponse['toolCalls']>[number],
  at: number,
  add: Add,
  say: Say,
): void {
  const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
  const item: OpenAI.Responses.ResponseFunctionToolCall = {
    id: `fc_${at + 1}`,
    type: 'function_call',
    call_id: call.id ?? `call_${at + 1}`,
    name: call.name,
    arguments: '',
    status: 'in_progress',
  };
  add(item, { ...item, arguments: text, status: 'completed' }, (index) => {
    const place = { item_id: item.id!, output_index: index };
    for (let from = 0; from < text.length; from += 5) {
      say<OpenAI.Responses.ResponseFunctionCallArgumentsDeltaEvent>({
        type: 'response.function_call_arguments.delta',
        ...place,
        delta: text.slice(from, from + 5),
      });
    }
    say<OpenAI.Responses.ResponseFunctionCallArgumentsDoneEvent>({
      type: 'response.function_call_arguments.done',
      ...place,
      name: call.name,
      arguments: text,
    });
  });
}

function usageOf({ usage }: ScriptedResponse): OpenAI.Responses.ResponseUsage {
  const { input, output, cached = 0, reasoning = 0 } = usage ?? { input: 10, output: 2 };
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}
