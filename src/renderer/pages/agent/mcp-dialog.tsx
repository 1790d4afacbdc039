import { useId, useState } from 'preact/hooks';
import type { McpServer } from '../../../shared/settings.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { fromForm, fromJson, type McpForm } from './mcp-form.ts';

type Way = McpForm['kind'] | 'json';

const ways: readonly { value: Way; label: string }[] = [
  { value: 'command', label: 'Command' },
  { value: 'url', label: 'URL' },
  { value: 'json', label: 'Paste JSON' },
];

/** A field of the form and how it is asked for. */
interface FieldOf<Name> {
  name: Name;
  label: string;
  placeholder?: string;
  /** Several lines. */
  area?: boolean;
}

const nameField = { name: 'name', label: 'Name', placeholder: 'files' } as const;
const jsonField: FieldOf<'json'> = {
  name: 'json',
  label: 'mcpServers JSON',
  area: true,
  placeholder: `{
  "mcpServers": {
    "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/tmp"] }
  }
}`,
};

const fields: Record<
  McpForm['kind'],
  readonly FieldOf<Exclude<keyof McpForm, 'kind' | 'confined' | 'before'>>[]
> = {
  command: [
    nameField,
    { name: 'command', label: 'Command', placeholder: 'npx' },
    {
      name: 'args',
      label: 'Arguments, one per line',
      area: true,
      placeholder: '-y\n@modelcontextprotocol/server-filesystem\n/tmp',
    },
    { name: 'env', label: 'Environment, NAME=value per line', area: true },
    { name: 'cwd', label: 'Working folder', placeholder: 'The workspace' },
  ],
  url: [
    nameField,
    { name: 'url', label: 'URL', placeholder: 'https://example.com/mcp' },
    {
      name: 'headers',
      label: 'Headers, Name: value per line',
      area: true,
      placeholder: 'Authorization: Bearer …',
    },
  ],
};

/** Adds or changes an MCP server. Values of headers and variables are kept with the keys. */
export function McpDialog(props: {
  form: McpForm;
  isNew: boolean;
  /** Names of the other servers. */
  taken: readonly string[];
  onSave: (servers: Record<string, McpServer>) => Promise<boolean>;
  onClose: () => void;
}) {
  const [form, setForm] = useState(props.form);
  const [way, setWay] = useState<Way>(props.form.kind);
  const [json, setJson] = useState('');
  const [error, setError] = useState<string | null>(null);

  const save = async (close: () => void): Promise<void> => {
    const result = way === 'json' ? fromJson(json) : fromForm({ ...form, kind: way });
    if ('error' in result) return setError(result.error);
    const twice = Object.keys(result.servers).find((name) => props.taken.includes(name));
    if (twice !== undefined) {
      return setError(
        `There is a server named ${twice} already. Choose another name, or edit that one.`,
      );
    }
    if (await props.onSave(result.servers)) close();
  };

  return (
    <Dialog
      title={props.isNew ? 'Add an MCP server' : `Edit ${props.form.name}`}
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
          <WayPicker isNew={props.isNew} way={way} onChoose={setWay} />
          {way === 'json' ? (
            <Field {...jsonField} value={json} onInput={setJson} />
          ) : (
            fields[way].map((field) => (
              <Field
                key={field.name}
                {...field}
                value={form[field.name]}
                onInput={(value) => setForm({ ...form, [field.name]: value })}
              />
            ))
          )}
          {way === 'command' && (
            <Confined on={form.confined} onChange={(confined) => setForm({ ...form, confined })} />
          )}
          <p class="field-error" role="alert" hidden={!error}>
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

/** By which of the ways a server is described; what is there already is not pasted. */
function WayPicker(props: { isNew: boolean; way: Way; onChoose: (way: Way) => void }) {
  const name = useId();
  return (
    <div class="segmented" role="radiogroup" aria-label="Kind of server">
      {ways
        .filter((each) => props.isNew || each.value !== 'json')
        .map((each) => (
          <label key={each.value}>
            <input
              type="radio"
              name={name}
              checked={props.way === each.value}
              onChange={() => props.onChoose(each.value)}
            />
            <span>{each.label}</span>
          </label>
        ))}
    </div>
  );
}

/** Whether the wall is around the server, and what it means if not. */
function Confined({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <div class="form-switch">
      <div>
        <label for={id}>Inside the wall</label>
        <p class="hint" id={`${id}-hint`}>
          {on
            ? 'It changes the workspace and what its command names, and sees no keys of yours.'
            : 'Outside, it runs with all your rights: it can change your files and read your keys.'}
        </p>
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        class="switch"
        aria-describedby={`${id}-hint`}
        checked={on}
        onChange={() => onChange(!on)}
      />
    </div>
  );
}

function Field(
  props: FieldOf<string> & {
    value: string;
    onInput: (value: string) => void;
  },
) {
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
