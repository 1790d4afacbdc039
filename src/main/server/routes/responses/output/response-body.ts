import type OpenAI from 'openai';
import type { ApiError } from '../../../errors/api-error.ts';
import type { Usage } from '../../../../../shared/run-events.ts';

/** A function of the client's as a response echoes it: nothing left out. */
type EchoedFunction = Pick<
  OpenAI.Responses.FunctionTool,
  'type' | 'name' | 'parameters' | 'strict'
> & { description: string | null };

interface EchoedCustomTool {
  type: 'custom';
  name: string;
  description: string | null;
  format: { type: string };
}

/** A tool of the client's as a response echoes it. */
export type EchoedTool =
  | EchoedFunction
  | EchoedCustomTool
  | {
      type: 'namespace';
      name: string;
      description: string;
      tools: (EchoedFunction | EchoedCustomTool)[];
    };

/** How the text is to be formed. */
export interface EchoedText {
  format:
    | { type: 'text' | 'json_object' }
    | {
        type: 'json_schema';
        name: string;
        description: string | null;
        schema: Record<string, unknown>;
        strict: boolean;
      };
  verbosity?: 'low' | 'medium' | 'high';
}

/** What the response repeats of its request, with the defaults where the request is silent. */
export interface EchoedSettings {
  model: string;
  tool_choice:
    | OpenAI.Responses.ToolChoiceOptions
    | OpenAI.Responses.ToolChoiceFunction
    | OpenAI.Responses.ToolChoiceCustom
    | OpenAI.Responses.ToolChoiceAllowed;
  truncation: 'auto' | 'disabled';
  parallel_tool_calls: boolean;
  text: EchoedText;
  top_p: number;
  presence_penalty: number;
  frequency_penalty: number;
  top_logprobs: number;
  temperature: number;
  reasoning: { effort: string | null; summary: string | null };
  max_output_tokens: number | null;
  max_tool_calls: number | null;
  store: boolean;
  background: boolean;
  service_tier: string;
  metadata: Record<string, string>;
  safety_identifier: string | null;
  prompt_cache_key: string | null;
}

/** What of a response stands before its run has begun. */
export interface ResponseHead extends EchoedSettings {
  id: string;
  /** Seconds since the epoch. */
  created_at: number;
  previous_response_id: string | null;
  instructions: string | null;
  tools: EchoedTool[];
  /** There only when the request named a conversation. */
  conversation?: { id: string };
}

/** An item of the output. */
export type OutputItem =
  | OpenAI.Responses.ResponseOutputMessage
  | OpenAI.Responses.ResponseReasoningItem
  | (OpenAI.Responses.ResponseFunctionToolCall & { id: string })
  | (OpenAI.Responses.ResponseCustomToolCall & { id: string; status: 'in_progress' | 'completed' })
  | OpenAI.Responses.ResponseOutputItem.McpCall
  | OpenAI.Responses.ResponseFunctionToolCallOutputItem;

/** What of a response its run decides. */
export interface ResponseState {
  status: 'queued' | 'in_progress' | 'completed' | 'failed' | 'incomplete' | 'cancelled';
  /** Seconds since the epoch. */
  completed_at: number | null;
  incomplete_details: { reason: string } | null;
  error: OpenAI.Responses.ResponseError | null;
  output: OutputItem[];
  usage: ResponseUsage | null;
}

/** Tokens of all model calls of the run together. */
export type ResponseUsage = OpenAI.Responses.ResponseUsage;

/** The response object of the Open Responses specification, 2026-04-24. */
export type ResponseBody = ResponseHead & ResponseState & { object: 'response' };

/** The response object from its two halves, its fields in the order of the specification. */
export function responseBody(head: ResponseHead, state: ResponseState): ResponseBody {
  const { id, created_at, model, previous_response_id, instructions, ...rest } = head;
  const { completed_at, status, incomplete_details, error, output, usage } = state;
  return {
    id,
    object: 'response',
    created_at,
    completed_at,
    status,
    incomplete_details,
    model,
    previous_response_id,
    instructions,
    output,
    error,
    ...rest,
    usage,
  };
}

/**
 * Why a response failed, in the words that OpenAI's contract has for it: strict clients know no
 * others, and take what they know for a reason to ask again or not. The `error` event has our own.
 */
export function responseError({ status, message }: ApiError): OpenAI.Responses.ResponseError {
  if (status === 429) return { code: 'rate_limit_exceeded', message };
  return { code: status < 500 ? 'invalid_prompt' : 'server_error', message };
}

/** Tokens of a whole run in the terms of the Responses API. */
export function responseUsage(usage: Usage): ResponseUsage {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cachedInputTokens,
      cache_write_tokens: usage.cacheWriteTokens ?? 0,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
