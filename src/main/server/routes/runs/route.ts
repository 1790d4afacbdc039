import express, { type Request, type Response } from 'express';
import type { RunEvent } from '../../../../shared/run-events.ts';
import type { Run } from '../../../runs/run.ts';
import { apiError, invalidRequest } from '../../errors/api-error.ts';
import { mayApprove } from '../../middleware/may-approve.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import type { RouteDeps, ServerDeps } from '../../server-deps.ts';
import { streamRun } from '../../streaming/stream-run.ts';
import { runCard } from './run-card.ts';

/** `/runs` and all below it: what is running, its event log, and how to stop it. */
export function createRunsRouter(deps: RouteDeps): express.Router {
  const { runs } = deps;
  const router = express.Router();
  router
    .route('/runs')
    .get((_request, response) => {
      response.json({ object: 'list', data: runs.list().map(runCard) });
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/runs/:id')
    .get((request, response) => {
      response.json(runCard(find(request, deps)));
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/runs/:id/cancel')
    .post(deps.readBody, async (request, response) => {
      const run = find(request, deps);
      run.cancel('cancelled_by_user');
      await run.finished;
      response.json(runCard(run));
    })
    .all(methodNotAllowed('POST'));
  router
    .route('/runs/:id/events')
    .get((request, response) => sendEvents(request, response, deps))
    .all(methodNotAllowed('GET'));
  return router;
}

/**
 * The run's log as it is, each event with its position as id, so that an event source which lost its
 * connection goes on where it was. Whoever watches keeps the run alive.
 */
async function sendEvents(request: Request, response: Response, deps: ServerDeps): Promise<void> {
  const run = find(request, deps);
  const last = lastEventId(request);
  // Who follows the events of a run is told of what waits, and may decide it.
  const leave = mayApprove(request, deps) ? deps.approvals.presence.watch() : () => {};
  response.once('close', leave);
  let position = -1;
  const failure = await streamRun(run, response, {
    preamble: '',
    encode: (event) => {
      position += 1;
      return position > last ? frameOf(event, position) : '';
    },
    keepaliveMs: deps.settings().server.keepaliveSeconds * 1000,
    headerHoldMs: 0,
  });
  if (failure) throw failure;
}

function frameOf(event: RunEvent, position: number): string {
  return `id: ${position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** The position of the last event the client has; -1 for none. */
function lastEventId(request: Request): number {
  const text = request.get('Last-Event-ID');
  if (text === undefined || text === '') return -1;
  if (!/^\d{1,15}$/.test(text)) throw invalidRequest('Last-Event-ID must be the id of an event.');
  return Number(text);
}

function find(request: Request, { runs }: ServerDeps): Run {
  const { id } = request.params as { id: string };
  const run = runs.get(id);
  if (run) return run;
  throw apiError('run_not_found', `There is no run "${id}". Only the latest runs are kept.`);
}
