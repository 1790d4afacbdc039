import { useRef, useState } from 'preact/hooks';
import type { SectionName } from '../../settings.ts';
import { Button } from '../button.tsx';
import { EntryList } from '../entry-list.tsx';
import { Row } from './row.tsx';
import { useSettingRow, type SettingProps } from './use-setting-row.ts';

/** A setting that is a list of texts: add one, remove one. Each is saved at once. */
export function SettingList<Section extends SectionName>(
  props: SettingProps<Section> & {
    placeholder: string;
    /** What one entry is called: "host". */
    entry: string;
  },
) {
  const { setting, row, control } = useSettingRow(props);
  const [draft, setDraft] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const entries = setting.value as readonly string[];

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
    <Row {...row} stacked>
      <div class="list-editor">
        {entries.length > 0 && (
          <EntryList
            label={props.label}
            entries={entries}
            disabled={control.disabled}
            onRemove={remove}
          />
        )}
        {!control.disabled && (
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
              {...control}
              value={draft}
              placeholder={props.placeholder}
              onInput={(event) => {
                setDraft(event.currentTarget.value);
                const text = event.currentTarget.value.trim();
                setting.check(text === '' ? entries : [...entries, text]);
              }}
            />
            <Button icon="plus" submit disabled={draft.trim() === ''}>
              Add {props.entry}
            </Button>
          </form>
        )}
      </div>
    </Row>
  );
}
