import type { Host } from '../../../host.ts';
import type { CallHandlers } from '../handle-calls.ts';

type TaskCalls = Pick<
  CallHandlers,
  'listTasks' | 'addTask' | 'changeTask' | 'removeTask' | 'runTask'
>;

/** What the agent does by itself. */
export function taskCalls({ tasks }: Pick<Host, 'tasks'>): TaskCalls {
  return {
    listTasks: () => tasks.list(),
    addTask: async (task) => {
      await tasks.add(task);
    },
    changeTask: async ({ id, patch }) => {
      await tasks.change(id, patch);
    },
    removeTask: ({ id }) => tasks.remove(id),
    runTask: async ({ id }) => {
      await tasks.runNow(id);
    },
  };
}
