import type { ApprovalAnswer, ApprovalSource } from '../../../shared/run-events.ts';
import type { Risk } from '../tool.ts';

export const approvalModes = ['ask', 'deny', 'allow'] as const;
export type ApprovalMode = (typeof approvalModes)[number];

/** A tool call that waits for a decision. */
export interface ApprovalRequest {
  id: string;
  runId: string;
  conversationId: string;
  /** The client's name, for the dialog. */
  client: string;
  callId: string;
  tool: string;
  /** The full command or path. */
  action: string;
  risks: Risk[];
  /** Milliseconds since the epoch. */
  requestedAt: number;
  expiresAt: number;
}

export interface ApprovalDecision {
  answer: ApprovalAnswer;
  source: ApprovalSource;
}

/** Decides over risky tool calls, by mode, by what was saved, or by asking. */
export interface Approvals {
  /**
   * Resolves when decided. Calls `onAsk` first if a person is asked.
   * Never rejects: an aborted signal decides `deny` with source `run_ended`.
   */
  decide(
    request: Omit<ApprovalRequest, 'id' | 'requestedAt' | 'expiresAt'>,
    options: { signal: AbortSignal; onAsk: (request: ApprovalRequest) => void },
  ): Promise<ApprovalDecision>;
  /** What waits for a person, oldest first. */
  pending(): ApprovalRequest[];
  /** A person's answer. False if nothing with this id waits any more. */
  answer(id: string, answer: ApprovalAnswer): boolean;
  /** Tells of every change in `pending()`. Gives back what ends it. */
  onChange(listener: () => void): () => void;
}
