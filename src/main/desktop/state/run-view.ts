import type {
  ApprovalReach,
  ApprovalView,
  DecisionView,
  RunView,
} from '../../../shared/desktop-state.ts';
import { isFinal, type Usage } from '../../../shared/run-events.ts';
import {
  coverage,
  dangerousParts,
  type ApprovalRequest,
  type DecidedApproval,
} from '../../agent/approvals/approvals.ts';
import type { Run } from '../../runs/run.ts';

/** One line about a run. */
export function runView(run: Run, pending: readonly ApprovalRequest[]): RunView {
  return {
    id: run.id,
    client: run.origin.client,
    api: run.origin.api,
    status: run.status,
    ...(run.attempts > 1 ? { attempts: run.attempts } : {}),
    title: run.title,
    createdAt: run.createdAt,
    finishedAt: run.log.closed ? (run.log.events.at(-1)?.at ?? run.createdAt) : null,
    usage: usageOf(run),
    failures: { ...run.log.tally.failures },
    waitsForApproval: pending.some((request) => request.runId === run.id),
  };
}

/** What waits for the person, as the dialog shows it. */
export function approvalView(request: ApprovalRequest): ApprovalView {
  const { id, runId, client, tool, action, folder, asked, risks, requestedAt, expiresAt } = request;
  return {
    id,
    runId,
    client,
    tool,
    action,
    dangerous: dangerousParts(risks),
    folder,
    asked,
    reasons: [...new Set(risks.map((risk) => risk.reason))],
    covers: coverage(risks),
    reach: reachOf(request),
    requestedAt,
    expiresAt,
  };
}

/** Tools that start programs. */
const starting = new Set(['terminal', 'process']);

/** What holds a call that is allowed. */
function reachOf({ tool, risks }: ApprovalRequest): ApprovalReach {
  if (risks.some(({ rule }) => rule.startsWith('outside: '))) return 'outside';
  if (tool.startsWith('mcp_')) return 'server';
  return starting.has(tool) ? 'wall' : 'named';
}

/** How a question ended. */
export function decisionView({ request, decision }: DecidedApproval): DecisionView {
  const { answer, source, by = null } = decision;
  return { id: request.id, answer, source, by };
}

/** What a finished run cost, by its final event. */
function usageOf({ log }: Run): Usage | null {
  const last = log.events.at(-1);
  // A model call that has just ended has a usage too, but that is not the run's.
  if (!last || !isFinal(last)) return null;
  const usage = 'outcome' in last ? last.outcome.usage : last.usage;
  return usage.inputTokens + usage.outputTokens > 0 ? usage : null;
}
