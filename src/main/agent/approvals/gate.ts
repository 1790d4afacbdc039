import { randomUUID } from 'node:crypto';
import type { ApprovalAnswer } from '../../../shared/run-events.ts';
import type { Logger } from '../../log/logger.ts';
import {
  coverage,
  lowerMode,
  type AnswerOutcome,
  type ApprovalDecision,
  type ApprovalMode,
  type ApprovalQuestion,
  type ApprovalRequest,
  type Approvals,
  type DecidedApproval,
} from './approvals.ts';
import type { Presence } from './presence.ts';

/** What the gate needs to know and may change. */
export interface ApprovalsOptions {
  /** Read at each decision, so a change applies at once. */
  mode: () => ApprovalMode;
  /** Rules that were answered with "always". */
  alwaysAllowed: () => readonly string[];
  /** Adds rules to those. May throw, for example when the settings are locked. */
  saveAlways: (rules: string[]) => void;
  presence: Presence;
  logger: Logger;
  /** How long a person has for an answer, in milliseconds. Default: 300 s. */
  timeoutMs?: number;
  /** How long a question waits for anybody to turn up who could answer, in milliseconds. Default: 3 s. */
  graceMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Conversations whose answers are remembered; the oldest are asked again. */
const maxConversations = 1_000;
/** Ids of decided questions that are told from ids that never were. */
const maxDecided = 10_000;
/** How often a question looks whether anybody is still there, in milliseconds. */
const lookAroundMs = 1_000;

interface Waiting {
  request: ApprovalRequest;
  settle: (decision: ApprovalDecision) => void;
}

/** Decides over risky tool calls: hardline first, then the mode, what was saved, and at last a person. */
export function createApprovals(options: ApprovalsOptions): Approvals {
  const { presence, logger, timeoutMs = 300_000, graceMs = 3_000, now = Date.now } = options;
  const waiting = new Map<string, Waiting>();
  const decided = new Set<string>();
  const listeners = new Set<(decided?: DecidedApproval) => void>();
  const conversations = new Map<string, Set<string>>();

  const changed = (over?: DecidedApproval): void => {
    for (const listener of listeners) listener(over);
  };

  /** What was answered before and covers all of it; undefined where it must be asked. */
  const savedAnswer = ({
    conversationId,
    risks,
  }: ApprovalQuestion): 'always' | 'conversation' | undefined => {
    const always = options.alwaysAllowed();
    const here = conversations.get(conversationId);
    const asked = coverage(risks).filter((rule) => !always.includes(rule));
    if (coverage(risks).length === 0) return undefined;
    if (asked.length === 0) return 'always';
    return asked.every((rule) => here?.has(rule)) ? 'conversation' : undefined;
  };

  const remember = ({ conversationId, risks }: ApprovalRequest): void => {
    const rules = conversations.get(conversationId) ?? new Set<string>();
    for (const rule of coverage(risks)) rules.add(rule);
    // Set anew, so that the conversation counts as the latest.
    conversations.delete(conversationId);
    conversations.set(conversationId, rules);
    dropOldest(conversations, maxConversations);
  };

  const keep = (request: ApprovalRequest, answer: ApprovalAnswer): void => {
    if (answer === 'conversation') remember(request);
    const rules = coverage(request.risks);
    if (answer !== 'always' || rules.length === 0) return;
    try {
      options.saveAlways(rules);
    } catch (error) {
      remember(request);
      logger.error('"Always allow" could not be saved; it holds for this conversation', { error });
    }
  };

  /** What else waits for the same word need not be asked again. */
  const settleSaved = (): void => {
    for (const { request, settle } of waiting.values()) {
      const answer = savedAnswer(request);
      if (answer) settle({ answer, source: 'saved' });
    }
  };

  const ask = (
    request: ApprovalRequest,
    signal: AbortSignal,
    onAsk: (request: ApprovalRequest) => void,
  ): Promise<ApprovalDecision> =>
    new Promise((resolve) => {
      const settle = (decision: ApprovalDecision): void => {
        if (!waiting.delete(request.id)) return;
        decided.add(request.id);
        dropOldest(decided, maxDecided);
        clearTimeout(timer);
        clearTimeout(absence);
        signal.removeEventListener('abort', onAbort);
        changed({ request, decision });
        resolve(decision);
      };
      const onAbort = (): void => settle({ answer: 'deny', source: 'run_ended' });
      const timer = setTimeout(() => settle({ answer: 'deny', source: 'timeout' }), timeoutMs);
      const lookAround = (): void => {
        if (!presence.somebody()) settle({ answer: 'deny', source: 'nobody' });
        else absence = setTimeout(lookAround, lookAroundMs);
      };
      let absence = setTimeout(lookAround, graceMs);
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.set(request.id, { request, settle });
      onAsk(request);
      changed();
    });

  const withoutAsking = (
    question: ApprovalQuestion,
    signal: AbortSignal,
  ): ApprovalDecision | undefined => {
    const { risks, atMost = 'allow' } = question;
    if (risks.some(({ level }) => level === 'hardline')) {
      return { answer: 'deny', source: 'hardline' };
    }
    if (signal.aborted) return { answer: 'deny', source: 'run_ended' };
    const mode = lowerMode(options.mode(), atMost);
    const inPerson = risks.some(({ level, leavesWall }) => level === 'person' || leavesWall);
    if (mode === 'allow' && !inPerson) return { answer: 'once', source: 'mode' };
    // What a person once allowed always holds in every mode: it is their own word.
    const saved = savedAnswer(question);
    if (saved) return { answer: saved, source: 'saved' };
    if (mode === 'deny') return { answer: 'deny', source: 'mode' };
    return presence.possible() ? undefined : { answer: 'deny', source: 'nobody' };
  };

  return {
    presence,

    async decide(question, { signal, onAsk }) {
      const requestedAt = now();
      const request = {
        ...question,
        id: `appr_${randomUUID().replaceAll('-', '')}`,
        requestedAt,
        expiresAt: requestedAt + timeoutMs,
      };
      const decision = withoutAsking(request, signal) ?? (await ask(request, signal, onAsk));
      logger.info(`${decision.answer === 'deny' ? 'Denied' : 'Allowed'}: ${question.tool}`, {
        answer: decision.answer,
        source: decision.source,
        ...(decision.reason ? { reason: decision.reason } : {}),
        ...(decision.by === undefined ? {} : { by: decision.by }),
        action: question.action,
        rules: question.risks.map(({ rule }) => rule),
        client: question.client,
        runId: question.runId,
        callId: question.callId,
        ms: now() - requestedAt,
      });
      return decision;
    },

    pending: () => [...waiting.values()].map(({ request }) => request),

    answer(id, answer, reason, by): AnswerOutcome {
      const found = waiting.get(id);
      if (!found) return decided.has(id) ? 'over' : 'unknown';
      if (answer !== 'deny') keep(found.request, answer);
      const said = { ...(reason ? { reason } : {}), ...(by === undefined ? {} : { by }) };
      found.settle({ answer, source: 'person', ...said });
      if (answer === 'conversation' || answer === 'always') settleSaved();
      return 'accepted';
    },

    forget: (conversationId) => void conversations.delete(conversationId),

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Keeps the latest of what was added in order. */
function dropOldest(kept: Set<string> | Map<string, unknown>, most: number): void {
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}
