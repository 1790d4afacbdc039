import express, { type Response } from 'express';
import { z } from 'zod';
import { approvalAnswers } from '../../../../shared/run-events.ts';
import type { Approvals } from '../../../agent/approvals/approvals.ts';
import { apiError } from '../../errors/api-error.ts';
import { requireApprover } from '../../middleware/may-approve.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import { clientName } from '../../requests/client-name.ts';
import { parse } from '../../requests/schemas/parse.ts';
import type { RouteDeps } from '../../server-deps.ts';
import { approvalCard, type DecidedApproval } from './approval-card.ts';

/** Seconds a request may wait for something to decide. */
const longestWait = 60;

/** The query of a request for what waits. */
export const approvalsQuery = z.object({
  wait: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number of seconds')
    .meta({ pattern: `^([0-5]?[0-9]|${longestWait})$` })
    .transform(Number)
    .refine((seconds) => seconds <= longestWait, `must be at most ${longestWait}`)
    .optional()
    .describe('Seconds to wait for something to decide where there is nothing yet, at most 60.'),
});

/** The body of a decision. */
export const approvalDecision = z.object({
  answer: z
    .enum(approvalAnswers)
    .describe(
      'once: this call. conversation, always: also later calls that `covers` describes. deny: the model is told no.',
    ),
  reason: z
    .string()
    .max(2000)
    .optional()
    .describe('What the model is told with it: "no, because …".'),
});

/** `/approvals` and all below it: what waits for a decision, and deciding it, by id. */
export function createApprovalsRouter(deps: RouteDeps): express.Router {
  const { approvals } = deps;
  const router = express.Router();
  router
    .route('/approvals')
    .get(async (request, response) => {
      requireApprover(request, deps);
      const { wait = 0 } = parse(approvalsQuery, request.query);
      approvals.presence.looked();
      await somethingToDecide(approvals, wait, response);
      if (response.destroyed) return;
      response.json({ object: 'list', data: approvals.pending().map(approvalCard) });
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/approvals/:id')
    .post(deps.readBody, (request, response) => {
      requireApprover(request, deps);
      const { id } = request.params;
      const { answer, reason } = parse(approvalDecision, request.body ?? {});
      approvals.presence.looked();
      const outcome = approvals.answer(id, answer, reason, clientName(request.headers));
      if (outcome === 'unknown') {
        throw apiError('approval_not_found', `There is no approval "${id}".`);
      }
      if (outcome === 'over') {
        throw apiError(
          'approval_over',
          `The approval "${id}" was decided before: by somebody, by the clock, or because its run ended.`,
        );
      }
      response.json({
        id,
        object: 'approval',
        status: 'decided',
        answer,
      } satisfies DecidedApproval);
    })
    .all(methodNotAllowed('POST'));
  return router;
}

/** Waits until something waits for a decision, the time is over or the client has left. */
async function somethingToDecide(
  approvals: Approvals,
  seconds: number,
  response: Response,
): Promise<void> {
  if (seconds === 0 || approvals.pending().length > 0) return;
  const leave = approvals.presence.watch();
  let unsubscribe = (): void => {};
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    unsubscribe = approvals.onChange(() => {
      if (approvals.pending().length > 0) resolve();
    });
    timer = setTimeout(resolve, seconds * 1000);
    response.once('close', resolve);
  });
  clearTimeout(timer);
  unsubscribe();
  leave();
}
