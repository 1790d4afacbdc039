import type { RunEventPayload, RunOutcome, Usage } from '../../shared/run-events.ts';
import type { ApprovalMode } from './approvals/approvals.ts';
import type { ChatMessage, FunctionTool, ModelParameters, ToolChoice } from '../model/model.ts';

/** What a run is asked to do, the same whichever door it came through. */
export interface AgentRequest {
  /** The whole conversation, oldest first, ending with what is to be answered; no system messages. */
  messages: ChatMessage[];
  /** The client's system texts or instructions; layered on top of the core prompt. */
  instructions?: string;
  /** Functions the client declared and runs itself. */
  clientTools: FunctionTool[];
  toolChoice?: ToolChoice;
  parameters: ModelParameters;
  /** Server tool calls allowed in this run, when the client limits them. */
  maxToolCalls?: number;
  /** Groups runs that belong together. A run of its own where the client named nothing. */
  conversationId: string;
  /** Whether the client is shown the answer as it comes. */
  streamed?: boolean;
  /**
   * What the client's exact sign says this is for: empty for a chat, else the helper's task ("title").
   * Undefined where there is no such sign.
   */
  task?: string;
  /** Whose it is. Left out: what it begins with is kept for its `conversationId` alone. */
  owner?: string;
  /**
   * Of a client that sends its whole history: whose it is, and the chat if the client names one. What
   * earlier runs of the same owner did is put back into the history, and what this one does is kept.
   */
  remember?: { owner: string; chat: string | undefined };
  /** What becomes of calls that need approval, at most: never more than the settings allow. */
  approvals?: ApprovalMode;
  /** What the person has said since, taken before each call of the model; added to the conversation. */
  steer?: () => ChatMessage[];
  /** Awaited before the first tool of this request runs. */
  beforeTools?: () => Promise<void>;
  /** For approvals and the inspector: "ChatBox", "OpenAI/JS 6.49.0". */
  client: string;
}

export interface AgentResult {
  outcome: RunOutcome;
  /** What the run added to the conversation: assistant messages and tool results, in order. */
  messages: ChatMessage[];
}

/** Where a run goes on that broke off once tools had run. */
export interface Resumption {
  /** What it had added to the conversation. */
  messages: ChatMessage[];
  /** Model calls that had come to their end. */
  calls: number;
  /** What they, and the one that failed, took. */
  usage: Usage;
  /** Of the calls in the last message, by their ids, what became of those that had begun. */
  outputs: ReadonlyMap<string, string>;
}

export interface AgentRun {
  runId: string;
  emit: (event: RunEventPayload) => void;
  signal: AbortSignal;
  /** Told each message the run adds, as it is added; what stands when a run fails or is aborted. */
  record: (message: ChatMessage) => void;
  /** Left out: it begins. */
  resumption?: Resumption;
}

/**
 * The agent as runs see it: answers one request.
 * @throws {UpstreamError} when the model service fails; the signal's reason when aborted.
 */
export type Agent = (request: AgentRequest, run: AgentRun) => Promise<AgentResult>;
