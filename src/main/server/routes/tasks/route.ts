import express from 'express';
import { taskInputSchema, taskPatchSchema } from '../../../../shared/tasks.ts';
import { TaskError } from '../../../tasks/task-error.ts';
import { apiError, type ApiError } from '../../errors/api-error.ts';
import { requireTaskRights } from '../../middleware/may-approve.ts';
import { methodNotAllowed } from '../../middleware/method-not-allowed.ts';
import { parse } from '../../requests/schemas/parse.ts';
import type { RouteDeps } from '../../server-deps.ts';
import { taskCard } from './task-card.ts';

/** `/tasks` and all below it: what the agent does by itself at given times. */
export function createTasksRouter(deps: RouteDeps): express.Router {
  const { tasks, readBody } = deps;
  const router = express.Router();
  router.use('/tasks', (request, _response, next) => {
    requireTaskRights(request, deps);
    next();
  });
  router
    .route('/tasks')
    .get(async (_request, response) => {
      response.json({ object: 'list', data: (await tasks.list()).map(taskCard) });
    })
    .post(readBody, async (request, response) => {
      const input = parse(taskInputSchema, request.body ?? {});
      response.json(taskCard(await orRefusal(tasks.add(input))));
    })
    .all(methodNotAllowed('GET', 'POST'));
  router
    .route('/tasks/:id')
    .get(async (request, response) => {
      response.json(taskCard(await orRefusal(tasks.get(request.params.id))));
    })
    .patch(readBody, async (request, response) => {
      const { id } = request.params;
      await orRefusal(tasks.get(id));
      const patch = parse(taskPatchSchema, request.body ?? {});
      response.json(taskCard(await orRefusal(tasks.change(id, patch))));
    })
    .delete(async (request, response) => {
      const { id } = request.params;
      await orRefusal(tasks.remove(id));
      response.json({ id, object: 'task.deleted', deleted: true });
    })
    .all(methodNotAllowed('GET', 'PATCH', 'DELETE'));
  router
    .route('/tasks/:id/run')
    .post(async (request, response) => {
      const run = await orRefusal(tasks.runNow(request.params.id));
      response.json({ id: request.params.id, object: 'task.run', run_id: run.id });
    })
    .all(methodNotAllowed('POST'));
  return router;
}

/** @throws {ApiError} in place of a {@link TaskError} */
async function orRefusal<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TaskError) throw refusalOf(error);
    throw error;
  }
}

function refusalOf(error: TaskError): ApiError {
  switch (error.code) {
    case 'unknown':
      return apiError('task_not_found', error.message, { cause: error });
    case 'running':
      return apiError('task_running', error.message, { cause: error });
    case 'schedule':
      return apiError('invalid_request_error', error.message, { param: 'schedule', cause: error });
    case 'many':
      return apiError('invalid_request_error', error.message, { cause: error });
  }
}
