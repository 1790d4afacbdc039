import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { McpServer } from '../../../shared/settings.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { fromForm, fromJson, type McpForm } from './mcp-form.ts';

type Way = McpForm['kind'] | 'json';

const ways: readonly { value: Way; label: string }[] = [
  { value: 'command', label: 'Command' },
  { value: 'url', label: 'URL' },
  { value: 'json', label: 'Paste JSON' },
];

const example = `{
  "mcpServers": {
    "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/tmp"] }
  }
}`;

/** Adds or changes an MCP server. Values of headers and variables are kept with the keys. */
export function McpDialog(props: {
  form: McpForm;
  isNew: boolean;
  onSave: (servers: Record<string, McpServer>) => Promise<boolean>;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [form, setForm] = useState(props.form);
  const [way, setWay] = useState<Way>(props.form.kind);
  const [json, setJson] = useState('');
  const [error, setError] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const set = (part: Partial<McpForm>): void => {
    setForm({ ...form, ...part });
    setError(null);
  };
  const save = async (): Promise<void> => {
    const result = way === 'json' ? fromJson(json) : fromForm({ ...form, kind: way });
    if ('error' in result) return setError(result.error);
    if (await props.onSave(result.servers)) dialog.current?.close();
  };

  return (
    <dialog ref={dialog} class="dialog wide" aria-labelledby={id} onClose={props.onClose}>
      <h2 id={id}>{props.isNew ? 'Add an MCP server' : `Change ${props.form.name}`}</h2>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="segmented" role="radiogroup" aria-label="Kind of server">
          {ways
            .filter((each) => props.isNew || each.value !== 'json')
            .map((each) => (
              <label key={each.value}>
                <input
                  type="radio"
                  name={`${id}-way`}
                  checked={way === each.value}
                  onChange={() => {
                    setWay(each.value);
                    setError(null);
                  }}
                />
                <span>{each.label}</span>
              </label>
            ))}
        </div>
        {way === 'json' ? (
          <Field
            label="mcpServers JSON"
            area
            placeholder={example}
            value={json}
            onInput={setJson}
          />
        ) : (
          <Field
            label="Name"
            placeholder="files"
            value={form.name}
            onInput={(name) => set({ name })}
          />
        )}
        {way === 'command' && (
          <>
            <Field
              label="Command"
              placeholder="npx"
              value={form.command}
              onInput={(command) => set({ command })}
            />
            <Field
              label="Arguments, one per line"
              area
              placeholder={'-y\n@modelcontextprotocol/server-filesystem\n/tmp'}
              value={form.args}
              onInput={(args) => set({ args })}
            />
            <Field
              label="Environment, NAME=value per line"
              area
              value={form.env}
              onInput={(env) => set({ env })}
            />
            <Field
              label="Working folder"
              placeholder="The workspace"
              value={form.cwd}
              onInput={(cwd) => set({ cwd })}
            />
          </>
        )}
        {way === 'url' && (
          <>
            <Field
              label="URL"
              placeholder="https://example.com/mcp"
              value={form.url}
              onInput={(url) => set({ url })}
            />
            <Field
              label="Headers, Name: value per line"
              area
              placeholder="Authorization: Bearer …"
              value={form.headers}
              onInput={(headers) => set({ headers })}
            />
          </>
        )}
        <p class="field-error" role="alert" hidden={!error}>
          <Icon name="error" />
          {error}
        </p>
        <div class="buttons">
          <Button onClick={() => dialog.current?.close()}>Cancel</Button>
          <Button kind="primary" onClick={save}>
            {props.isNew ? 'Add' : 'Save'}
          </Button>
        </div>
      </form>
    </dialog>
  );
}

function Field(props: {
  label: string;
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  area?: boolean;
}) {
  const id = useId();
  const common = {
    id,
    class: 'input',
    spellcheck: false,
    value: props.value,
    placeholder: props.placeholder,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      props.onInput(event.currentTarget.value),
  };
  return (
    <div class="form-field">
      <label for={id}>{props.label}</label>
      {props.area ? <textarea {...common} rows={4} /> : <input type="text" {...common} />}
    </div>
  );
}
