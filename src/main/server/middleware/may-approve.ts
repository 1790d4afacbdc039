import type { Request } from 'express';
import { apiError } from '../errors/api-error.ts';

/** What a request must show to decide over approvals. */
export interface ApprovalRights {
  /** Undefined: no key is asked for. */
  apiKey: () => string | undefined;
}

/**
 * Whether this request, which was let in, may see and decide what waits for approval: with the
 * owner's key it may. Where no key is asked for, nobody may: what the agent starts can call this
 * server too, and would approve of itself.
 */
export function mayApprove(_request: Request, { apiKey }: ApprovalRights): boolean {
  return apiKey() !== undefined;
}

/**
 * Tasks outlive the run that adds them, so the same holds for them.
 * @throws {ApiError} 403 where no key is asked for
 */
export function requireTaskRights(request: Request, rights: ApprovalRights): void {
  if (mayApprove(request, rights)) return;
  throw apiError(
    'tasks_not_allowed',
    'Tasks can be worked with over HTTP only where a key is asked for: without one, what the agent runs could give itself tasks. Set a key in Hermes Tray, Settings › Server.',
  );
}

/** @throws {ApiError} 403 unless it may */
export function requireApprover(request: Request, rights: ApprovalRights): void {
  if (mayApprove(request, rights)) return;
  throw apiError(
    'approvals_not_allowed',
    'Approvals can be decided over HTTP only where a key is asked for: without one, what the agent runs could approve of itself. Set a key in Hermes Tray, Settings › Server.',
  );
}
