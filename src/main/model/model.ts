import type OpenAI from 'openai';
import type { FinishReason, FunctionCall, Usage } from '../../shared/run-events.ts';

/**
 * What a model service wants back, unchanged, with a message of its model's that calls tools: its
 * reasoning, and the signatures of its calls. DeepSeek, Kimi, Gemini and others refuse to go on
 * without; services that did not send it refuse it as an unknown field.
 */
export interface ServiceExtras {
  /** The service and model that sent it. */
  from: string;
  /** Fields of the message: `reasoning_content`, say. */
  message: Record<string, unknown>;
  /** Fields of its calls, by their ids: `extra_content`, say. */
  calls: Record<string, Record<string, unknown>>;
}

/** A message as every OpenAI-compatible service takes it; the form in which we hold transcripts. */
export type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam & {
  serviceExtras?: ServiceExtras;
};

/** A function offered to the model. */
export type FunctionTool = OpenAI.Chat.Completions.ChatCompletionFunctionTool;

export type ToolChoice = OpenAI.Chat.Completions.ChatCompletionToolChoiceOption;

/** What a client may set and we hand on to the upstream unchanged. */
export type ModelParameters = Pick<
  OpenAI.Chat.Completions.ChatCompletionCreateParams,
  | 'temperature'
  | 'top_p'
  | 'max_tokens'
  | 'max_completion_tokens'
  | 'stop'
  | 'seed'
  | 'presence_penalty'
  | 'frequency_penalty'
  | 'logit_bias'
  | 'response_format'
  | 'reasoning_effort'
  | 'verbosity'
  | 'parallel_tool_calls'
>;

export interface ModelRequest {
  messages: ChatMessage[];
  /** Empty when the model may call nothing. */
  tools: FunctionTool[];
  toolChoice?: ToolChoice;
  parameters: ModelParameters;
  /**
   * The same for all requests that begin alike, and for those alone: services that keep what they have
   * read by such a key are told it. Left out: this request is not worth keeping.
   */
  cacheKey?: string;
}

export interface ModelReply {
  text: string;
  reasoning: string;
  /** Every call has an id; one is made up where the upstream gave none. */
  toolCalls: FunctionCall[];
  finishReason: FinishReason;
  /** Null when the upstream sent none. */
  usage: Usage | null;
  /** For the transcript, where the reply calls tools and its service wants something back. */
  extras?: ServiceExtras;
}

/** What is to be known of how a model was asked, or answered. */
export interface ModelNotice {
  /** For people, on one line. */
  text: string;
  /** Whether who gets the answer is told too, for it is another because of this. */
  shown: boolean;
}

export interface ModelCallOptions {
  /** Called synchronously for each piece, in order; all pieces of one network chunk in one tick. */
  onText: (text: string) => void;
  onReasoning: (text: string) => void;
  onNotice?: (notice: ModelNotice) => void;
  /** Ends the call and closes the upstream connection; the promise rejects with the signal's reason. */
  signal: AbortSignal;
}

/** The model service as the agent sees it. */
export interface Model {
  /** For people: "demo", or the model's id at the provider. */
  readonly name: string;
  /** Tokens the model can read. */
  readonly contextWindow: number;
  /** What was learned of how its service wants to be asked, in plain words; empty for most. */
  readonly learned?: readonly string[];
  /** Forgets it; the service is asked as if for the first time. */
  forgetLearned?(): void;
  /**
   * One model call, with the retries and the fallback to a plain call that are possible before the
   * first piece was handed on.
   * @throws {UpstreamError} when the upstream fails; text already handed on stays valid.
   */
  complete(request: ModelRequest, options: ModelCallOptions): Promise<ModelReply>;
}
