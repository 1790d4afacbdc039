import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useSetting, type FieldName, type SectionName, type Setting } from '../settings.ts';
import { Button } from './button.tsx';
import { describedBy, Row } from './row.tsx';

/** A setting that is a list of texts: add one, remove one. Each is saved at once. */
export function SettingList<Section extends SectionName>(props: {
  section: Section;
  field: FieldName<Section>;
  label: string;
  hint?: ComponentChildren;
  placeholder: string;
  /** What one entry is called: "host". */
  entry: string;
}) {
  const setting = useSetting(props.section, props.field) as Setting<unknown>;
  const [draft, setDraft] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const entries = setting.value as readonly string[];
  const hint = props.hint ?? setting.hint;
  const locked = setting.locked !== undefined;

  const add = async (): Promise<void> => {
    const text = draft.trim();
    if (text === '' || entries.includes(text)) return setDraft('');
    if (await setting.save([...entries, text])) setDraft((now) => (now.trim() === text ? '' : now));
  };
  const remove = async (entry: string): Promise<void> => {
    await setting.save(entries.filter((each) => each !== entry));
    input.current?.focus();
  };

  return (
    <Row {...setting} label={props.label} hint={hint} stacked>
      <div class="list-editor">
        {entries.length > 0 && (
          <ul aria-label={props.label}>
            {entries.map((entry) => (
              <li key={entry}>
                <code>{entry}</code>
                <Button
                  kind="quiet"
                  icon="close"
                  label={`Remove ${entry}`}
                  disabled={locked}
                  onClick={() => remove(entry)}
                />
              </li>
            ))}
          </ul>
        )}
        {!locked && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void add();
            }}
          >
            <input
              ref={input}
              class="input"
              type="text"
              spellcheck={false}
              {...describedBy(setting.id, { ...setting, hint })}
              value={draft}
              placeholder={props.placeholder}
              onInput={(event) => {
                setDraft(event.currentTarget.value);
                const text = event.currentTarget.value.trim();
                setting.check(text === '' ? entries : [...entries, text]);
              }}
            />
            <Button icon="plus" onClick={add} disabled={draft.trim() === ''}>
              Add {props.entry}
            </Button>
          </form>
        )}
      </div>
    </Row>
  );
}
