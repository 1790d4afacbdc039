import type { ApprovalAnswer, ApprovalSource } from '../../../shared/run-events.ts';
import type { Risk } from '../tool.ts';
import type { Presence } from './presence.ts';

export const approvalModes = ['ask', 'deny', 'allow'] as const;
export type ApprovalMode = (typeof approvalModes)[number];

/** A tool call that needs a decision, with all that a person must know for it. */
export interface ApprovalQuestion {
  runId: string;
  conversationId: string;
  /** The client's name: for whom it would be done. */
  client: string;
  /** The first words of what the person asked; empty where there are none. */
  asked: string;
  callId: string;
  tool: string;
  /** The full command or path: what would be done. */
  action: string;
  /** Absolute path of the folder it would be done in. */
  folder: string;
  /** Why a person is asked. */
  risks: Risk[];
  /** The mode is at most this, whatever the settings say. */
  atMost?: ApprovalMode;
}

/** A tool call that waits for a decision. */
export interface ApprovalRequest extends ApprovalQuestion {
  id: string;
  /** Milliseconds since the epoch. */
  requestedAt: number;
  expiresAt: number;
}

export interface ApprovalDecision {
  answer: ApprovalAnswer;
  source: ApprovalSource;
  /** What the person says to the model about it. */
  reason?: string;
  /** Through which program a person answered; left out where it was in the window. */
  by?: string;
}

/** A question that is over, and how. */
export interface DecidedApproval {
  request: ApprovalRequest;
  decision: ApprovalDecision;
}

/** What became of an answer: it counted, the question was decided before, or there never was one. */
export type AnswerOutcome = 'accepted' | 'over' | 'unknown';

/** Decides over risky tool calls, by mode, by what was saved, or by asking. */
export interface Approvals {
  /**
   * Resolves when decided. Calls `onAsk` first if a person is asked.
   * Never rejects: an aborted signal decides `deny` with source `run_ended`.
   */
  decide(
    question: ApprovalQuestion,
    options: { signal: AbortSignal; onAsk: (request: ApprovalRequest) => void },
  ): Promise<ApprovalDecision>;
  /** What waits for a person, oldest first. */
  pending(): ApprovalRequest[];
  /**
   * A person's answer to the question of this id, and of no other.
   * @param reason what the model is told with a refusal
   * @param by the program it came through; left out for the window
   */
  answer(id: string, answer: ApprovalAnswer, reason?: string, by?: string): AnswerOutcome;
  /** Drops what was allowed "for this conversation" in one. */
  forget(conversationId: string): void;
  /** Who can be asked. */
  readonly presence: Presence;
  /**
   * Calls the listener on every change of `pending()`, with what was decided where that is the change.
   * Returns an unsubscribe function.
   */
  onChange(listener: (decided?: DecidedApproval) => void): () => void;
}

const order: readonly ApprovalMode[] = ['deny', 'ask', 'allow'];

/** The one of two modes that allows less. */
export function lowerMode(a: ApprovalMode, b: ApprovalMode): ApprovalMode {
  return order[Math.min(order.indexOf(a), order.indexOf(b))]!;
}

/** What "always" and "for this conversation" would allow, a line each; empty where no answer but "once" counts. */
export function coverage(risks: readonly Risk[]): string[] {
  if (risks.some(({ level }) => level !== 'approval')) return [];
  return [...new Set(risks.map(({ rule }) => rule))];
}

/** The parts of the action that are dangerous, as ranges of its UTF-16 characters, in order, none overlapping. */
export function dangerousParts(risks: readonly Risk[]): { start: number; end: number }[] {
  const parts = risks.flatMap(({ at }) => (at ? [at] : []));
  const merged: { start: number; end: number }[] = [];
  for (const part of parts.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && part.start <= last.end) last.end = Math.max(last.end, part.end);
    else merged.push({ ...part });
  }
  return merged;
}
