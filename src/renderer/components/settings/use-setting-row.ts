import type { ComponentChildren } from 'preact';
import { useSetting, type FieldName, type SectionName, type Setting } from '../../settings.ts';
import { describedBy, type RowProps } from './row.tsx';

/** Which setting a control shows, and under which name. */
export interface SettingProps<Section extends SectionName> {
  section: Section;
  field: FieldName<Section>;
  label: string;
  /** Instead of the schema's description. */
  hint?: ComponentChildren;
}

/** A setting with what its row and its control have in common, whatever the control looks like. */
export interface SettingRow {
  setting: Setting<unknown>;
  row: Pick<RowProps, 'id' | 'label' | 'hint' | 'error' | 'locked'>;
  control: ReturnType<typeof describedBy> & { disabled: boolean };
}

/** A setting, ready to be spread over a row and its control. */
export function useSettingRow<Section extends SectionName>(
  props: SettingProps<Section>,
): SettingRow {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const { id, error, locked } = setting;
  const hint = props.hint ?? setting.hint;
  return {
    setting,
    row: { id, label: props.label, hint, error, locked },
    control: { ...describedBy(id, { error, hint }), disabled: locked !== undefined },
  };
}
