import { randomUUID } from 'node:crypto';
import type { ApprovalAnswer } from '../../../shared/run-events.ts';
import type { Logger } from '../../log/logger.ts';
import type { Risk } from '../tool.ts';
import type { ApprovalDecision, ApprovalMode, ApprovalRequest, Approvals } from './approvals.ts';

/** What the gate needs to know and may change. */
export interface ApprovalsOptions {
  /** Read at each decision, so a change applies at once. */
  mode: () => ApprovalMode;
  /** Rules that were answered with "always". */
  alwaysAllowed: () => readonly string[];
  /** Adds rules to those. May throw, for example when the settings are locked. */
  saveAlways: (rules: string[]) => void;
  /** Whether there is anybody who could be asked: a window, not a headless host. */
  hasPresenter: () => boolean;
  logger: Logger;
  /** How long a person has for an answer, in milliseconds. Default: 300 s. */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Conversations whose answers are remembered; the oldest are asked again. */
const maxConversations = 1_000;

interface Waiting {
  request: ApprovalRequest;
  settle: (decision: ApprovalDecision) => void;
}

/** Decides over risky tool calls: hardline first, then the mode, what was saved, and at last a person. */
export function createApprovals(options: ApprovalsOptions): Approvals {
  const { logger, timeoutMs = 300_000, now = Date.now } = options;
  const waiting = new Map<string, Waiting>();
  const listeners = new Set<() => void>();
  const conversations = new Map<string, Set<string>>();

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const isSaved = (conversationId: string, risks: readonly Risk[]): boolean => {
    const always = options.alwaysAllowed();
    const here = conversations.get(conversationId);
    return risks.every(
      ({ level, rule }) => level === 'approval' && (always.includes(rule) || here?.has(rule)),
    );
  };

  const remember = ({ conversationId, risks }: ApprovalRequest): void => {
    const rules = conversations.get(conversationId) ?? new Set<string>();
    for (const { rule } of risks) rules.add(rule);
    // Set anew, so that the conversation counts as the latest.
    conversations.delete(conversationId);
    conversations.set(conversationId, rules);
    const [oldest] = conversations.keys();
    if (conversations.size > maxConversations && oldest) conversations.delete(oldest);
  };

  const keep = (request: ApprovalRequest, answer: ApprovalAnswer): void => {
    if (answer === 'conversation') remember(request);
    if (answer !== 'always') return;
    try {
      options.saveAlways([...new Set(request.risks.map(({ rule }) => rule))]);
    } catch (error) {
      remember(request);
      logger.error('"Always allow" could not be saved; it holds for this conversation', { error });
    }
  };

  /** What else waits for the same word need not be asked again. */
  const settleSaved = (): void => {
    for (const { request, settle } of waiting.values()) {
      if (isSaved(request.conversationId, request.risks)) {
        settle({ answer: 'always', source: 'saved' });
      }
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
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        changed();
        resolve(decision);
      };
      const onAbort = (): void => settle({ answer: 'deny', source: 'run_ended' });
      const timer = setTimeout(() => settle({ answer: 'deny', source: 'timeout' }), timeoutMs);
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.set(request.id, { request, settle });
      onAsk(request);
      changed();
    });

  const withoutAsking = (
    { conversationId, risks }: Pick<ApprovalRequest, 'conversationId' | 'risks'>,
    signal: AbortSignal,
  ): ApprovalDecision | undefined => {
    if (risks.some(({ level }) => level === 'hardline')) {
      return { answer: 'deny', source: 'hardline' };
    }
    if (signal.aborted) return { answer: 'deny', source: 'run_ended' };
    const mode = options.mode();
    if (!risks.some(({ level }) => level === 'person')) {
      if (mode === 'allow') return { answer: 'once', source: 'mode' };
      // What a person once allowed always holds in every mode: it is their own word.
      if (isSaved(conversationId, risks)) return { answer: 'always', source: 'saved' };
    }
    if (mode === 'deny' || !options.hasPresenter()) return { answer: 'deny', source: 'mode' };
    return undefined;
  };

  return {
    async decide(call, { signal, onAsk }) {
      const requestedAt = now();
      const request = {
        ...call,
        id: `appr_${randomUUID().replaceAll('-', '')}`,
        requestedAt,
        expiresAt: requestedAt + timeoutMs,
      };
      const decision = withoutAsking(request, signal) ?? (await ask(request, signal, onAsk));
      logger.info(`${decision.answer === 'deny' ? 'Denied' : 'Allowed'}: ${call.tool}`, {
        answer: decision.answer,
        source: decision.source,
        action: call.action,
        rules: call.risks.map(({ rule }) => rule),
        client: call.client,
        runId: call.runId,
        callId: call.callId,
        ms: now() - requestedAt,
      });
      return decision;
    },

    pending: () => [...waiting.values()].map(({ request }) => request),

    answer(id, answer) {
      const found = waiting.get(id);
      if (!found) return false;
      if (answer !== 'deny') keep(found.request, answer);
      found.settle({ answer, source: 'person' });
      if (answer === 'conversation' || answer === 'always') settleSaved();
      return true;
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
