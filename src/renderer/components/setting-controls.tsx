import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useSetting, type FieldName, type SectionName, type Setting } from '../settings.ts';
import { describedBy, Row } from './row.tsx';

interface SettingProps<Section extends SectionName> {
  section: Section;
  field: FieldName<Section>;
  label: string;
  /** Instead of the schema's description. */
  hint?: ComponentChildren;
}

/** A setting that is on or off. */
export function SettingSwitch<Section extends SectionName>(props: SettingProps<Section>) {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const hint = props.hint ?? setting.hint;
  return (
    <Row {...setting} label={props.label} hint={hint}>
      <input
        type="checkbox"
        role="switch"
        class="switch"
        {...describedBy(setting.id, { ...setting, hint })}
        checked={setting.value === true}
        disabled={setting.locked !== undefined}
        onChange={(event) => void setting.save(event.currentTarget.checked)}
      />
    </Row>
  );
}

interface TextProps<Section extends SectionName> extends SettingProps<Section> {
  placeholder?: string;
  stacked?: boolean;
  /** Beside the input. */
  action?: ComponentChildren;
  suggestions?: readonly string[];
}

/** A setting that is a text: checked at each key, saved on Enter or on leaving the field. */
export function SettingText<Section extends SectionName>(props: TextProps<Section>) {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const hint = props.hint ?? setting.hint;
  const draft = useDraft(setting, typeof setting.value === 'string' ? setting.value : '', (text) =>
    text.trim(),
  );
  const list = props.suggestions && `${setting.id}-suggestions`;
  return (
    <Row {...setting} label={props.label} hint={hint} stacked={props.stacked ?? true}>
      <input
        class="input"
        type="text"
        spellcheck={false}
        autocomplete="off"
        {...describedBy(setting.id, { ...setting, hint })}
        {...draft}
        list={list}
        placeholder={props.placeholder}
        disabled={setting.locked !== undefined}
      />
      {list && (
        <datalist id={list}>
          {props.suggestions?.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      {props.action}
    </Row>
  );
}

/** A setting that is a number: checked at each key, saved on Enter or on leaving the field. */
export function SettingNumber<Section extends SectionName>(
  props: SettingProps<Section> & { unit?: string },
) {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const hint = props.hint ?? setting.hint;
  const draft = useDraft(setting, String(setting.value), (text) =>
    text.trim() === '' ? undefined : Number(text),
  );
  return (
    <Row {...setting} label={props.label} hint={hint}>
      <span class="with-unit">
        <input
          class="input number"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          {...describedBy(setting.id, { ...setting, hint })}
          {...draft}
          disabled={setting.locked !== undefined}
        />
        {props.unit}
      </span>
    </Row>
  );
}

/**
 * What was typed and not yet saved. A value that is wrong stays in the field with its message until
 * it is put right; Escape brings back the saved one.
 */
function useDraft(setting: Setting<unknown>, saved: string, parse: (text: string) => unknown) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = async (text: string): Promise<void> => {
    // What was typed while it was being saved stays.
    if (await setting.save(parse(text))) setDraft((now) => (now === text ? null : now));
  };
  return {
    value: draft ?? saved,
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      setDraft(event.currentTarget.value);
      setting.check(parse(event.currentTarget.value));
    },
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      void commit(event.currentTarget.value),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || draft === null) return;
      setDraft(null);
      setting.check(setting.value);
    },
  };
}

/** One of a few choices, each with a sentence of its own where `about` is given. */
interface Choice {
  value: string;
  label: string;
  about?: ComponentChildren;
  disabled?: boolean;
}

interface ChoiceProps<Section extends SectionName> extends SettingProps<Section> {
  choices: readonly Choice[];
  /** What holds where nothing is chosen. */
  unset?: string;
}

/** A setting with two to four short choices, side by side. */
export function SettingSegments<Section extends SectionName>(props: ChoiceProps<Section>) {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const hint = props.hint ?? setting.hint;
  return (
    <Row {...setting} label={props.label} hint={hint} group>
      <Radios {...props} setting={setting} className="segmented" />
    </Row>
  );
}

/** A setting whose choices need explaining, one under the other. */
export function SettingChoices<Section extends SectionName>(props: ChoiceProps<Section>) {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const hint = props.hint ?? setting.hint;
  return (
    <Row {...setting} label={props.label} hint={hint} group stacked>
      <Radios {...props} setting={setting} className="choices" />
    </Row>
  );
}

function Radios(props: {
  setting: Setting<unknown>;
  choices: readonly Choice[];
  unset?: string;
  className: string;
}) {
  const { setting } = props;
  const value = setting.value ?? props.unset;
  return (
    <div
      role="radiogroup"
      class={props.className}
      aria-labelledby={`${setting.id}-label`}
      aria-describedby={setting.hint ? `${setting.id}-hint` : undefined}
    >
      {props.choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={setting.id}
            value={choice.value}
            checked={value === choice.value}
            disabled={setting.locked !== undefined || choice.disabled}
            onChange={() => void setting.save(choice.value)}
          />
          <span>{choice.label}</span>
          {choice.about && <small>{choice.about}</small>}
        </label>
      ))}
    </div>
  );
}

/** A setting with more choices than fit side by side. */
export function SettingSelect<Section extends SectionName>(props: ChoiceProps<Section>) {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const hint = props.hint ?? setting.hint;
  return (
    <Row {...setting} label={props.label} hint={hint}>
      <select
        class="input"
        {...describedBy(setting.id, { ...setting, hint })}
        value={String(setting.value)}
        disabled={setting.locked !== undefined}
        onChange={(event) => void setting.save(event.currentTarget.value)}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Row>
  );
}
