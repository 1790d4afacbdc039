import type { ApprovalAnswer } from '../../../../shared/run-events.ts';
import {
  coverage,
  dangerousParts,
  type ApprovalRequest,
} from '../../../agent/approvals/approvals.ts';

/** A tool call that waits for a decision, as the API lists it. */
export interface ApprovalCard {
  id: string;
  object: 'approval';
  status: 'pending';
  run_id: string;
  client: string;
  /** The first words of what the person asked. */
  asked: string;
  tool: string;
  /** The full command or path. */
  action: string;
  /** The parts of the action that are dangerous. */
  dangerous: { start: number; end: number }[];
  folder: string;
  /** Why it is asked. */
  reasons: string[];
  /** What "conversation" and "always" would allow; empty where only "once" counts. */
  covers: string[];
  /** Seconds since the epoch. */
  requested_at: number;
  expires_at: number;
}

/** What the API answers to a decision. */
export interface DecidedApproval {
  id: string;
  object: 'approval';
  status: 'decided';
  answer: ApprovalAnswer;
}

/** What a person must know to decide. */
export function approvalCard(request: ApprovalRequest): ApprovalCard {
  const { id, runId, client, asked, tool, action, folder, risks } = request;
  return {
    id,
    object: 'approval',
    status: 'pending',
    run_id: runId,
    client,
    asked,
    tool,
    action,
    dangerous: dangerousParts(risks),
    folder,
    reasons: [...new Set(risks.map(({ reason }) => reason))],
    covers: coverage(risks),
    requested_at: Math.floor(request.requestedAt / 1000),
    expires_at: Math.floor(request.expiresAt / 1000),
  };
}
