import { taskInputSchema, type Task, type TaskInput } from '../../../shared/tasks.ts';

/** A task as the dialog edits it. */
export interface TaskForm {
  name: string;
  instructions: string;
  when: 'repeat' | 'once';
  cron: string;
  timezone: string;
  /** As `<input type="datetime-local">` gives it, in the time of this computer. */
  at: string;
  deliver: string;
  approvals: TaskInput['approvals'];
  /** Not asked for; stays. */
  enabled: boolean;
}

/** What a new task begins with. */
export const emptyTask: TaskForm = {
  name: '',
  instructions: '',
  when: 'repeat',
  cron: '0 8 * * 1-5',
  timezone: '',
  at: '',
  deliver: 'notification',
  approvals: 'deny',
  enabled: true,
};

/** A task for the dialog. */
export function toTaskForm({ schedule, ...task }: Task): TaskForm {
  const { name, instructions, deliver, approvals, enabled } = task;
  const common = { ...emptyTask, name, instructions, deliver, approvals, enabled };
  return 'at' in schedule
    ? { ...common, when: 'once', at: localTime(Date.parse(schedule.at)) }
    : { ...common, cron: schedule.cron, timezone: schedule.timezone ?? '' };
}

/** What the form says, or what is wrong with it, for the person. */
export function fromTaskForm(form: TaskForm): { task: TaskInput } | { error: string } {
  const { name, instructions, deliver, approvals, enabled } = form;
  if (name.trim() === '') return { error: 'Give the task a name.' };
  if (instructions.trim() === '') return { error: 'Say what is to be done.' };
  const at = new Date(form.at);
  if (form.when === 'once' && Number.isNaN(at.getTime())) return { error: 'Choose a time.' };
  const timezone = form.timezone.trim();
  const parsed = taskInputSchema.safeParse({
    name,
    instructions,
    deliver: deliver.trim(),
    approvals,
    enabled,
    schedule:
      form.when === 'once'
        ? { at: at.toISOString() }
        : { cron: form.cron, ...(timezone === '' ? {} : { timezone }) },
  });
  if (parsed.success) return { task: parsed.data };
  const [issue] = parsed.error.issues;
  return { error: `${issue!.path.join('.')}: ${issue!.message}` };
}

/** `2026-12-24T08:00` in the time of this computer. */
function localTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
