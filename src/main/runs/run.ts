import type { AgentRequest } from '../agent/agent.ts';
import type { ChatMessage } from '../model/model.ts';
import type { CancelReason, RunApi, RunEventPayload, RunStatus } from '../../shared/run-events.ts';
import type { RunLog } from './run-log.ts';

/** The final event of a run. */
export type RunEnding = Extract<
  RunEventPayload,
  { type: 'run.completed' | 'run.failed' | 'run.cancelled' }
>;

/** Where a run came from, for the inspector. Secrets are already taken out. */
export interface RunOrigin {
  api: RunApi;
  requestId: string;
  /** The client's name, from its User-Agent. */
  client: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  /** The parsed request body. */
  body: unknown;
}

/** By what a repetition of a run's request is known. */
export interface RequestMark {
  /** Equal for requests of one caller to one route, in one chat where the client names it. */
  scope: string;
  /** The stored conversation that the run goes on, where it goes on one by its name. */
  conversation?: string;
  /** Digest of what was asked; made at the first call. */
  content: () => Promise<string>;
  /** How often the client says that it has sent the request before; of its latest attempt. */
  retries: number;
  /** Whether the client is one that repeats what its time-out broke off without saying so. */
  repeatsUnsaid: boolean;
}

/** One agent turn, from a client's request to the final answer. */
export interface Run {
  readonly id: string;
  /** Of its first attempt. */
  readonly origin: RunOrigin;
  /** 1, and one more each time it went on because its client sent the request again. */
  readonly attempts: number;
  /** Undefined where its request cannot be repeated. */
  readonly mark: RequestMark | undefined;
  /** Undefined until it is prepared (a turn of a conversation waits for the one before), and after the end. */
  readonly request: AgentRequest | undefined;
  /** The beginning of the last thing the person said, on one line; empty until prepared. */
  readonly title: string;
  /** Another one in each attempt, which begins with what was taken over of the one before. */
  readonly log: RunLog;
  readonly createdAt: number;
  readonly status: RunStatus;
  /** It was told to stop and has not ended yet: who comes now gets no answer from it. */
  readonly stopping: boolean;
  /** What the run has added to the conversation so far. */
  readonly messages: readonly ChatMessage[];
  /** Resolves once the final event of the present attempt is in the log; never rejects. */
  readonly finished: Promise<void>;
  /** Stops the run, its upstream request and its tools. No effect on a finished run. */
  cancel(reason: CancelReason): void;
  /**
   * A client watches. Returns a function that says that it left; when the last one has left, the run is
   * cancelled after the grace time, unless it runs in the background.
   */
  hold(): () => void;
}
