import { useEffect, useState } from 'preact/hooks';
import type { Task } from '../../../shared/tasks.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Card, Empty, Notice, Page } from '../../components/layout.tsx';
import { moment } from '../../format.ts';
import { TaskDialog } from './task-dialog.tsx';
import { emptyTask, toTaskForm, type TaskForm } from './task-form.ts';

const outcomes = {
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
  interrupted: 'Broken off',
} as const;

/** What the agent does by itself at given times. */
export function TasksPage() {
  const { api, state, attempt } = useApp();
  const changes = state.tasks.value;
  const [tasks, setTasks] = useState<Task[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [editing, setEditing] = useState<{ form: TaskForm; id: string | null } | null>(null);
  const [removing, setRemoving] = useState<Task | null>(null);

  useEffect(() => {
    let current = true;
    api.listTasks().then(
      (list) => {
        if (!current) return;
        setTasks(list);
        setProblem(null);
      },
      (error: unknown) => {
        if (current) setProblem(messageOf(error));
      },
    );
    return () => {
      current = false;
    };
  }, [api, changes]);

  return (
    <Page
      title="Tasks"
      intro="What the agent does by itself, at a time or again and again, while this app runs."
      action={
        <Button icon="plus" onClick={() => setEditing({ form: emptyTask, id: null })}>
          Add task…
        </Button>
      }
    >
      {problem !== null && (
        <Notice kind="error" title="The tasks could not be read" live>
          <p>{problem}</p>
        </Notice>
      )}
      {tasks && (
        <Card>
          {tasks.length === 0 && (
            <Empty icon="tasks" title="No tasks">
              Add one here, or tell the agent in a chat: “every weekday at 8, tell me what is on”.
            </Empty>
          )}
          {tasks.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              onEdit={() => setEditing({ form: toTaskForm(task), id: task.id })}
              onRemove={() => setRemoving(task)}
            />
          ))}
        </Card>
      )}
      {editing && (
        <TaskDialog
          form={editing.form}
          isNew={editing.id === null}
          onSave={async (task) => {
            try {
              if (editing.id === null) await api.addTask(task);
              else await api.changeTask({ id: editing.id, patch: task });
              return null;
            } catch (error) {
              return messageOf(error);
            }
          }}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && (
        <Confirm
          title={`Remove ${removing.name}?`}
          action="Remove"
          destructive
          onConfirm={() =>
            attempt(() => api.removeTask({ id: removing.id }), `${removing.name} removed`)
          }
          onClose={() => setRemoving(null)}
        >
          It is not done any more. What it answered so far stays in Activity.
        </Confirm>
      )}
    </Page>
  );
}

function TaskRow({
  task,
  onEdit,
  onRemove,
}: {
  task: Task;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { api, attempt, page, selectedRun } = useApp();
  const { id, name, lastRun, pausedBecause } = task;
  return (
    <div class="row">
      <div>
        <span class="label">{name}</span>
        <p class="hint mono">
          {'at' in task.schedule
            ? new Date(task.schedule.at).toLocaleString()
            : [task.schedule.cron, task.schedule.timezone].filter(Boolean).join(' · ')}
        </p>
        <p class="hint">{nextOf(task)}</p>
        {lastRun && (
          <p class="hint clip">
            {outcomes[lastRun.status]} {moment(lastRun.endedAt, Date.now())}: {lastRun.text}
          </p>
        )}
        {lastRun?.undelivered && <p class="hint caution">Not delivered: {lastRun.undelivered}</p>}
        {pausedBecause !== null && <p class="hint caution">Paused. {pausedBecause}</p>}
      </div>
      <div class="control">
        {lastRun?.runId && (
          <Button
            kind="quiet"
            icon="activity"
            label={`Show the last run of ${name}`}
            onClick={() => {
              selectedRun.value = lastRun.runId;
              page.value = 'activity';
            }}
          />
        )}
        <Button
          kind="quiet"
          icon="play"
          label={`Run ${name} now`}
          disabled={task.running}
          onClick={() => void attempt(() => api.runTask({ id }), `${name} runs`)}
        />
        <Button kind="quiet" label={`Edit ${name}`} onClick={onEdit}>
          Edit…
        </Button>
        <Button kind="quiet" icon="trash" label={`Remove ${name}`} onClick={onRemove} />
        <input
          type="checkbox"
          role="switch"
          class="switch"
          aria-label={`Do ${name}`}
          checked={task.enabled}
          onClick={(event) => {
            // The list that is read anew decides what is shown.
            event.preventDefault();
            void attempt(
              () => api.changeTask({ id, patch: { enabled: !task.enabled } }),
              `${name} is ${task.enabled ? 'off' : 'on'}`,
            );
          }}
        />
      </div>
    </div>
  );
}

function nextOf({ running, nextRunAt, enabled }: Task): string {
  if (running) return 'Runs now';
  if (nextRunAt !== null) return `Next: ${moment(nextRunAt, Date.now())}`;
  return enabled ? 'Does not run again' : 'Off';
}
