/**
 * The event log of a run: one discriminated union that everything which watches a run reads, be it
 * a chat stream, a Responses stream, the run inspector or the log window.
 */

/** Tokens as the upstream counted them, summed over all model calls of the run. */
export interface Usage {
  /** All that was read, the cached ones among them. */
  inputTokens: number;
  cachedInputTokens: number;
  /** Written to the service's prompt cache; undefined where it tells of none. */
  cacheWriteTokens?: number;
  /** All that was written, the reasoning ones among them. */
  outputTokens: number;
  reasoningTokens: number;
  /** The service counted nothing, at least once: this is what it should come to by the length of the texts. */
  estimated?: true;
}

/** A function call made by the model. `arguments` is the JSON text as the model wrote it. */
export interface FunctionCall {
  id: string;
  name: string;
  arguments: string;
}

/** Why the model stopped writing, in the terms of chat completions. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** Why an answer is not whole though the run did not fail. */
export type IncompleteReason =
  'max_output_tokens' | 'max_iterations' | 'content_filter' | 'interrupted';

/** How a run ended when it did not fail. */
export interface RunOutcome {
  status: 'completed' | 'incomplete';
  incompleteReason?: IncompleteReason;
  finishReason: FinishReason;
  /** Calls of functions the client declared; the client runs them and answers in its next request. */
  clientToolCalls: FunctionCall[];
  usage: Usage;
}

/** What a failure is called where it came from. */
export interface ErrorCause {
  /** The model service's or the network's own name for it, `ECONNRESET` say; else ours. */
  code: string | null;
  /** The HTTP status of the model service, where it answered; else ours. */
  status: number | null;
}

/** Why a run failed, in the terms of the HTTP error body. */
export interface RunError {
  /** For people: what is wrong, where, and what to do. */
  message: string;
  type: string;
  code: string;
  /** The HTTP status that fits if nothing was sent to the client yet. */
  status: number;
  /** The request field at fault, where it is known. */
  param?: string;
  /** Whole seconds, when the upstream said how long to wait. */
  retryAfterSeconds?: number;
  /** Behind a failure that came from elsewhere, or that is told as another. */
  cause?: ErrorCause;
}

/** The API a run came through; `channel`: a chat app; `task`: none, it began at its time. */
export const runApis = ['chat.completions', 'completions', 'responses', 'channel', 'task'] as const;
export type RunApi = (typeof runApis)[number];

/** How far a run is, or how it ended. */
export type RunStatus =
  'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';

/** Who or what stopped a run before its end. */
export type CancelReason = 'client_disconnected' | 'cancelled_by_user' | 'server_stopped';

/** What a person may answer when a tool call needs approval. */
export const approvalAnswers = ['once', 'conversation', 'always', 'deny'] as const;
/** One of {@link approvalAnswers}. */
export type ApprovalAnswer = (typeof approvalAnswers)[number];

/**
 * Who decided: a person (in the dialog or over HTTP), a saved "always" or "conversation" answer, the
 * mode, the clock; `nobody`: there is nobody who could be asked.
 */
export type ApprovalSource =
  'person' | 'saved' | 'mode' | 'nobody' | 'timeout' | 'hardline' | 'run_ended';

/**
 * How a tool call came to nothing: a person, the mode or a rule refused it; it was stopped for taking
 * too long; or anything else.
 */
export type ToolFailure = 'refused' | 'timed_out' | 'failed';

/** Why a tool call ran without a question: the wall is around what it started, or nothing in it is dangerous. */
export type UnaskedBecause = 'wall' | 'harmless';

type Payload =
  | { type: 'run.started'; runId: string; model: string }
  /**
   * The client sent its request again: a run that had broken off, for the reason given, goes on from
   * here. Attempts count from 1, so this is the second at least.
   */
  | { type: 'run.resumed'; attempt: number; because: string }
  /** What the tools of earlier turns found, which the client does not show, was put back. */
  | { type: 'run.remembered'; turns: number; calls: number }
  /** `call` counts from 1; 0 is a summary of older turns, which is no part of the answer. */
  | { type: 'model.started'; call: number }
  | { type: 'text.delta'; text: string }
  | { type: 'reasoning.delta'; text: string }
  | {
      type: 'model.finished';
      call: number;
      ms: number;
      finishReason: FinishReason;
      /** Of this call alone; estimated where the service counted nothing. */
      usage: Usage | null;
    }
  /**
   * What is to be known of how the model was asked or answered: the service takes something not, say.
   * `shown`: the client is told too, for its answer is another because of it.
   */
  | { type: 'run.notice'; call: number; text: string; shown: boolean }
  /** `summary` is one short line for people, without the tool's name: "ls -la". */
  | { type: 'tool.started'; callId: string; name: string; arguments: string; summary: string }
  | {
      type: 'tool.finished';
      callId: string;
      name: string;
      output: string;
      error: boolean;
      /** Of one with `error`. */
      failure?: ToolFailure;
      /** Of one that ran and about which nothing had to be decided. */
      unasked?: UnaskedBecause;
      /** Of a command that ran to its end. */
      exitCode?: number;
      ms: number;
    }
  | {
      type: 'approval.requested';
      approvalId: string;
      callId: string;
      tool: string;
      /** The full command or path, never shortened. */
      action: string;
      /** Absolute path of the folder it would be done in. */
      folder: string;
      reasons: string[];
    }
  | {
      type: 'approval.resolved';
      approvalId: string;
      callId: string;
      answer: ApprovalAnswer;
      source: ApprovalSource;
      /** What the saved answers allow that covered it, a line each. */
      covered?: string[];
      /** What the person told the model about it. */
      reason?: string;
      /** Through which program a person answered; left out where it was in the window. */
      by?: string;
    }
  | { type: 'run.completed'; outcome: RunOutcome }
  | { type: 'run.failed'; error: RunError; usage: Usage }
  /** `afterTools`: some had run by then. */
  | { type: 'run.cancelled'; reason: CancelReason; usage: Usage; afterTools?: boolean };

/** What is emitted. */
export type RunEventPayload = Payload;

/** What is logged: the payload and when it was logged (milliseconds since the epoch). Its position in the log is its number. */
export type RunEvent = Payload & { at: number };

/** Nothing read and nothing written: where sums begin. */
export const noUsage: Readonly<Usage> = Object.freeze({
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
});

/** The sum of two usages. */
export function addUsage(a: Usage, b: Usage): Usage {
  const written = (a.cacheWriteTokens ?? 0) + (b.cacheWriteTokens ?? 0);
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    ...(written > 0 ? { cacheWriteTokens: written } : {}),
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    ...(a.estimated || b.estimated ? { estimated: true } : {}),
  };
}

/** Whether this event is the last of its run. */
export function isFinal<Event extends { type: RunEvent['type'] }>(
  event: Event,
): event is Extract<Event, { type: 'run.completed' | 'run.failed' | 'run.cancelled' }> {
  return (
    event.type === 'run.completed' || event.type === 'run.failed' || event.type === 'run.cancelled'
  );
}

/** Whether a run that logged these events has begun to run tools. */
export function hasRunTools(events: readonly Pick<RunEvent, 'type'>[]): boolean {
  return events.some(({ type }) => type === 'tool.started');
}
