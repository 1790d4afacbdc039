import type { ComponentChildren } from 'preact';
import type { LockedSetting } from '../../../shared/settings.ts';
import { Icon } from '../icon.tsx';

/** What a row shows. */
export interface RowProps {
  label: string;
  /** One line on what it does. */
  hint?: ComponentChildren;
  /** The id of the control, which the label names and the hint describes. */
  id: string;
  error?: string | null;
  locked?: LockedSetting | undefined;
  /** The control stands under the label and takes the whole width. */
  stacked?: boolean;
  /** The control is a group that is named by `aria-labelledby`, not one labelled element. */
  group?: boolean;
  children: ComponentChildren;
}

/** A label with its control, what is wrong with its value, and whether it is locked. */
export function Row(props: RowProps) {
  const { id, label, group } = props;
  return (
    <div class={props.stacked ? 'row stacked' : 'row'}>
      <div>
        {group ? (
          <span class="label" id={`${id}-label`}>
            {label}
          </span>
        ) : (
          <label class="label" for={id}>
            {label}
          </label>
        )}
        {props.hint && (
          <p class="hint" id={`${id}-hint`}>
            {props.hint}
          </p>
        )}
        {props.locked && <Lock locked={props.locked} />}
      </div>
      <div class="control">{props.children}</div>
      <p class="field-error" id={`${id}-error`} role="alert" hidden={!props.error}>
        <Icon name="error" />
        {props.error}
      </p>
    </div>
  );
}

/** Says which variable or flag sets a value that cannot be changed here. */
export function Lock({ locked }: { locked: LockedSetting }) {
  const source = locked.source === 'flag' ? 'the flag' : 'the variable';
  return (
    <span class="lock">
      <Icon name="lock" />
      <span>
        Set by {source} <code>{locked.name}</code>
      </span>
    </span>
  );
}

/** The attributes that tie a control to its row. */
export function describedBy(
  id: string,
  state: { error?: string | null; hint?: unknown },
): { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' } {
  const ids = [state.hint ? `${id}-hint` : '', state.error ? `${id}-error` : ''].filter(Boolean);
  return {
    id,
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(state.error && { 'aria-invalid': 'true' as const }),
  };
}
