import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SectionName, Setting } from '../../settings.ts';
import { Row } from './row.tsx';
import { useSettingRow, type SettingProps, type SettingRow } from './use-setting-row.ts';

/** A setting that is on or off. */
export function SettingSwitch<Section extends SectionName>(props: SettingProps<Section>) {
  const { setting, row, control } = useSettingRow(props);
  return (
    <Row {...row}>
      <input
        type="checkbox"
        role="switch"
        class="switch"
        {...control}
        checked={setting.value === true}
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
  const { setting, row, control } = useSettingRow(props);
  const saved = typeof setting.value === 'string' ? setting.value : '';
  const draft = useDraft(setting, saved, (text) => text.trim());
  const list = props.suggestions && `${setting.id}-suggestions`;
  return (
    <Row {...row} stacked={props.stacked ?? true}>
      <input
        class="input"
        type="text"
        spellcheck={false}
        autocomplete="off"
        {...control}
        {...draft}
        list={list}
        placeholder={props.placeholder}
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
  const { setting, row, control } = useSettingRow(props);
  const draft = useDraft(setting, String(setting.value), (text) =>
    text.trim() === '' ? undefined : Number(text),
  );
  return (
    <Row {...row}>
      <span class="with-unit">
        <input
          class="input number"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          {...control}
          {...draft}
        />
        {props.unit && <span>{props.unit}</span>}
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
}

interface ChoiceProps<Section extends SectionName> extends SettingProps<Section> {
  choices: readonly Choice[];
  /** What holds where nothing is chosen. */
  unset?: string;
}

/** A setting with two to four short choices, side by side. */
export function SettingSegments<Section extends SectionName>(props: ChoiceProps<Section>) {
  const shown = useSettingRow(props);
  return (
    <Row {...shown.row} group>
      <Radios {...props} {...shown} className="segmented" />
    </Row>
  );
}

/** A setting whose choices need explaining, one under the other. */
export function SettingChoices<Section extends SectionName>(props: ChoiceProps<Section>) {
  const shown = useSettingRow(props);
  return (
    <Row {...shown.row} group stacked>
      <Radios {...props} {...shown} className="choices" />
    </Row>
  );
}

function Radios(
  props: SettingRow & { choices: readonly Choice[]; unset?: string; className: string },
) {
  const { setting, control } = props;
  const value = setting.value ?? props.unset;
  return (
    <div
      role="radiogroup"
      class={props.className}
      aria-labelledby={`${setting.id}-label`}
      aria-describedby={control['aria-describedby']}
    >
      {props.choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={setting.id}
            value={choice.value}
            checked={value === choice.value}
            disabled={control.disabled}
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
  const { setting, row, control } = useSettingRow(props);
  return (
    <Row {...row}>
      <select
        class="input"
        {...control}
        value={String(setting.value)}
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
