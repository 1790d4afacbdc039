import { useState } from 'preact/hooks';
import type { z } from 'zod';
import { doorsOpenedBy } from '../shared/safety/open-doors.ts';
import { settingsSections, type LockedSetting, type Settings } from '../shared/settings.ts';
import { messageOf, useApp } from './app-state.ts';

/** A section of settings with fields of fixed names. */
export type SectionName = keyof typeof settingsSections;
/** A field of a section. */
export type FieldName<Section extends SectionName> = keyof Settings[Section] & string;

/** One setting as a control sees it. */
export interface Setting<Value> {
  /** A stable id for its control: `server-port`. */
  id: string;
  value: Value;
  /** What the schema says of it. */
  hint: string | undefined;
  /** What sets it, if it cannot be changed here. */
  locked: LockedSetting | undefined;
  /** What is wrong with the last value that was tried; null when nothing is. */
  error: string | null;
  /** Checks a value without saving it, and remembers the error. */
  check: (value: unknown) => boolean;
  /** Saves a value at once; false when it was refused, with `error` set. */
  save: (value: Value) => Promise<boolean>;
}

/** These fields without those that variables or flags set, which a change must not name. */
export function unlockedFields<Fields extends object>(
  section: SectionName,
  fields: Fields,
  locked: readonly LockedSetting[],
): Partial<Fields> {
  const free = Object.entries(fields).filter(
    ([field]) => !locked.some((each) => each.path === `${section}.${field}`),
  );
  return Object.fromEntries(free) as Partial<Fields>;
}

/** The value, description and lock of a setting, and the way to change it. */
export function useSetting<Section extends SectionName, Field extends FieldName<Section>>(
  section: Section,
  field: Field,
): Setting<Settings[Section][Field]> {
  const { api, state, askFirst } = useApp();
  const [, redraw] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const { values, locked } = state.settings.value;
  const schema = (settingsSections[section].shape as Record<string, z.ZodType>)[field]!;
  const path = `${section}.${field}`;

  const check = (value: unknown): boolean => {
    const result = schema.safeParse(value);
    setError(result.success ? null : (result.error.issues[0]?.message ?? 'Not a valid value'));
    return result.success;
  };
  const save = async (value: Settings[Section][Field]): Promise<boolean> => {
    if (!check(value)) return false;
    const patch = { [section]: { [field]: value } };
    for (const door of doorsOpenedBy(patch, values)) {
      if (await askFirst(door)) continue;
      // The control shows what the person chose; now it shows what holds.
      redraw((times) => times + 1);
      return false;
    }
    try {
      await api.updateSettings(patch);
      return true;
    } catch (thrown) {
      setError(messageOf(thrown));
      return false;
    }
  };
  return {
    id: `${section}-${field}`,
    value: values[section][field],
    hint: schema.description,
    locked: locked.find((each) => each.path === path),
    error,
    check,
    save,
  };
}
