import type {
  ConnectableClient,
  ClientField,
  ClientSnippet,
} from '../../../shared/clients/client.ts';
import { fillIn, keyPlaceholder, type Connection } from '../../../shared/clients/connection.ts';
import { useApp } from '../../app-state.ts';
import { CopyButton } from '../../components/button.tsx';
import { Card, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';

interface ValuesProps {
  client: ConnectableClient;
  connection: Connection;
}

/** What to type where, under the client's own labels. */
export function ClientValues({ client, connection }: ValuesProps) {
  return (
    <Section title="Values">
      <Card>
        {client.fields.map((field, index) => (
          <Row
            key={field.label}
            id={`value-${index}`}
            label={field.label}
            hint={field.hint && fillIn(field.hint, connection)}
            group
          >
            {field.value === '{key}' ? (
              <KeyValue />
            ) : (
              <PlainValue field={field} connection={connection} />
            )}
          </Row>
        ))}
      </Card>
    </Section>
  );
}

function PlainValue({ field, connection }: { field: ClientField; connection: Connection }) {
  const { api } = useApp();
  const text = fillIn(field.value, connection);
  return (
    <span class="value">
      <code class="wrap">{text}</code>
      <CopyButton what={field.label} copy={() => api.copyText({ text })} />
    </span>
  );
}

/** The key stays in the main process; copying does not bring it here. */
function KeyValue() {
  const { api, state } = useApp();
  if (!state.settings.value.secrets.apiKey) {
    return <span class="hint">No key is set: leave it empty</span>;
  }
  return (
    <span class="value">
      <code aria-label="Hidden">••••••••••••</code>
      <CopyButton what="API key" copy={() => api.copySecret({ name: 'apiKey' })} />
    </span>
  );
}

/** Commands and files to copy, with the key filled in only on the way to the clipboard. */
export function ClientSnippets({ client, connection }: ValuesProps) {
  if (!client.snippets) return null;
  return (
    <Section title="To copy">
      <div class="snippets">
        {client.snippets.map((snippet) => (
          <Snippet key={snippet.title} snippet={snippet} connection={connection} />
        ))}
      </div>
    </Section>
  );
}

function Snippet({ snippet, connection }: { snippet: ClientSnippet; connection: Connection }) {
  const { api, state } = useApp();
  const shown = fillIn(snippet.text, connection);
  const withKey = snippet.text.includes('{key}') && state.settings.value.secrets.apiKey;
  const copy = async (): Promise<void> => {
    const key = withKey ? await api.revealSecret({ name: 'apiKey' }) : null;
    await api.copyText({ text: fillIn(snippet.text, connection, key ?? '') });
  };
  return (
    <figure class="snippet card">
      <figcaption>
        <h3>{snippet.title}</h3>
        {withKey && <span class="hint">{keyPlaceholder} is filled in when you copy</span>}
        <CopyButton what={snippet.title} copy={copy} />
      </figcaption>
      <pre tabIndex={0} role="region" aria-label={snippet.title}>
        {shown}
      </pre>
    </figure>
  );
}
