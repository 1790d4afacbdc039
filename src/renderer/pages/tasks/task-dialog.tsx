import { useId, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { TaskInput } from '../../../shared/tasks.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { fromTaskForm, type TaskForm } from './task-form.ts';

const approvals = [
  ['deny', 'Refuse'],
  ['ask', 'Ask me'],
  ['allow', 'Allow'],
] as const;

/** Adds or changes a task. */
export function TaskDialog(props: {
  form: TaskForm;
  isNew: boolean;
  /** Gives what is wrong, where the task could not be saved. */
  onSave: (task: TaskInput) => Promise<string | null>;
  onClose: () => void;
}) {
  const [form, setForm] = useState(props.form);
  const [error, setError] = useState<string | null>(null);
  const set = (part: Partial<TaskForm>): void => setForm({ ...form, ...part });

  const save = async (close: () => void): Promise<void> => {
    const result = fromTaskForm(form);
    const wrong = 'error' in result ? result.error : await props.onSave(result.task);
    if (wrong === null) close();
    else setError(wrong);
  };

  return (
    <Dialog
      title={props.isNew ? 'Add a task' : `Edit ${props.form.name}`}
      wide
      onClose={props.onClose}
    >
      {(close) => (
        <form
          class="form"
          onInput={() => setError(null)}
          onSubmit={(event) => {
            event.preventDefault();
            void save(close);
          }}
        >
          <Field label="Name">
            {(id) => (
              <input
                id={id}
                class="input"
                type="text"
                value={form.name}
                placeholder="Calendar"
                onInput={(event) => set({ name: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="What to do">
            {(id) => (
              <textarea
                id={id}
                class="input"
                rows={4}
                value={form.instructions}
                placeholder="Look at calendar.ics and tell me what is on today."
                onInput={(event) => set({ instructions: event.currentTarget.value })}
              />
            )}
          </Field>
          <When form={form} set={set} />
          <Field
            label="Answer goes to"
            hint="notification, activity (nowhere else), or a chat: telegram:12345."
          >
            {(id, hint) => (
              <input
                id={id}
                aria-describedby={hint}
                class="input"
                type="text"
                spellcheck={false}
                value={form.deliver}
                onInput={(event) => set({ deliver: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field
            label="What needs approval"
            hint="Never more than the Agent page allows. Nobody may be there when it runs."
          >
            {(id, hint) => (
              <select
                id={id}
                aria-describedby={hint}
                class="input"
                value={form.approvals}
                onChange={(event) =>
                  set({ approvals: event.currentTarget.value as TaskForm['approvals'] })
                }
              >
                {approvals.map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <p class="field-error" role="alert" hidden={error === null}>
            <Icon name="error" />
            {error}
          </p>
          <div class="buttons">
            <Button onClick={close}>Cancel</Button>
            <Button kind="primary" submit>
              {props.isNew ? 'Add' : 'Save'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Again and again, or once. */
function When({ form, set }: { form: TaskForm; set: (part: Partial<TaskForm>) => void }) {
  const name = useId();
  return (
    <>
      <div class="segmented" role="radiogroup" aria-label="When">
        {(
          [
            ['repeat', 'Again and again'],
            ['once', 'Once'],
          ] as const
        ).map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={form.when === value}
              onChange={() => set({ when: value })}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {form.when === 'once' ? (
        <Field label="Time">
          {(id) => (
            <input
              id={id}
              class="input"
              type="datetime-local"
              value={form.at}
              onInput={(event) => set({ at: event.currentTarget.value })}
            />
          )}
        </Field>
      ) : (
        <>
          <Field
            label="Schedule"
            hint="minute hour day month weekday. 0 8 * * 1-5: every weekday at 8. */30 * * * *: every half hour."
          >
            {(id, hint) => (
              <input
                id={id}
                aria-describedby={hint}
                class="input mono"
                type="text"
                spellcheck={false}
                value={form.cron}
                onInput={(event) => set({ cron: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Time zone">
            {(id) => (
              <input
                id={id}
                class="input"
                type="text"
                spellcheck={false}
                value={form.timezone}
                placeholder={Intl.DateTimeFormat().resolvedOptions().timeZone}
                onInput={(event) => set({ timezone: event.currentTarget.value })}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

function Field(props: {
  label: string;
  hint?: string;
  children: (id: string, hint: string | undefined) => ComponentChildren;
}) {
  const id = useId();
  const hint = props.hint === undefined ? undefined : `${id}-hint`;
  return (
    <div class="form-field">
      <label for={id}>{props.label}</label>
      {props.children(id, hint)}
      {hint && (
        <p class="hint" id={hint}>
          {props.hint}
        </p>
      )}
    </div>
  );
}
