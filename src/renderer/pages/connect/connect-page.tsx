import { useState } from 'preact/hooks';
import { clientById } from '../../../shared/clients.ts';
import type { ConnectableClient } from '../../../shared/clients/client.ts';
import { fillIn, type Connection } from '../../../shared/clients/connection.ts';
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Card, Notice, Page, Section } from '../../components/layout.tsx';
import { ClientLink } from './client-link.tsx';
import { ClientPicker } from './client-picker.tsx';
import { ClientSnippets, ClientValues } from './client-values.tsx';
import { obstaclesOf, type Obstacle } from './obstacles.ts';
import { RichText } from './rich-text.tsx';
import { SelfTestCard } from './self-test-card.tsx';

/** Where the window remembers which client was chosen. */
const storageKey = 'connect.client';

/** What to paste where, and a test that calls the server as the chosen client does. */
export function ConnectPage() {
  const { state } = useApp();
  const [chosen, setChosen] = useState(() => localStorage.getItem(storageKey) ?? 'chatbox');
  const client = clientById(chosen);
  const { values } = state.settings.value;
  const connection: Connection = {
    baseUrl: state.server.value.baseUrl,
    model: values.server.modelId,
    contextWindow: values.model.contextWindow,
  };
  const choose = (id: string): void => {
    localStorage.setItem(storageKey, id);
    setChosen(id);
  };
  return (
    <Page title="Connect" intro="Choose your client; what to enter there stands below.">
      <ClientPicker chosen={client.id} onChoose={choose} />
      <section class="client" aria-labelledby="client-name" key={client.id}>
        <header>
          <h2 id="client-name">{client.name}</h2>
          <p class="hint">{client.about}</p>
        </header>
        <Obstacles client={client} />
        <ClientLink client={client} />
        <ClientValues client={client} connection={connection} />
        <Section title="Steps">
          <Card padded>
            <ol class="steps">
              {client.steps.map((step) => (
                <li key={step}>
                  <p>
                    <RichText text={fillIn(step, connection)} />
                  </p>
                </li>
              ))}
            </ol>
          </Card>
        </Section>
        <ClientSnippets client={client} connection={connection} />
        <Notes client={client} connection={connection} />
        <SelfTestCard client={client} />
      </section>
    </Page>
  );
}

function Notes({ client, connection }: { client: ConnectableClient; connection: Connection }) {
  if (!client.notes) return null;
  return (
    <Section title="Good to know">
      <Card padded>
        <ul class="notes">
          {client.notes.map((note) => (
            <li key={note}>
              <p>
                <RichText text={fillIn(note, connection)} />
              </p>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function Obstacles({ client }: { client: ConnectableClient }) {
  const { state } = useApp();
  const { values, secrets } = state.settings.value;
  const obstacles = obstaclesOf(client, {
    server: state.server.value,
    settings: values.server,
    keySet: secrets.apiKey,
    platform: state.app.value.platform,
  });
  return (
    <>
      {obstacles.map((obstacle) => (
        <Notice
          key={obstacle.title}
          kind={obstacle.kind}
          title={obstacle.title}
          action={<Fix obstacle={obstacle} />}
        >
          <p>{obstacle.text}</p>
        </Notice>
      ))}
    </>
  );
}

function Fix({ obstacle }: { obstacle: Obstacle }) {
  const { api, state, page, attempt } = useApp();
  const { fix } = obstacle;
  if (!fix) return null;
  const work = (): unknown => {
    switch (fix.action) {
      case 'start':
        return attempt(api.startServer);
      case 'open-server':
        page.value = 'server';
        return;
      case 'allow': {
        const { allowedOrigins } = state.settings.value.values.server;
        const patch = { server: { allowedOrigins: [...allowedOrigins, fix.origin] } };
        return attempt(() => api.updateSettings(patch), `${fix.origin} may call now`);
      }
    }
  };
  return <Button onClick={work}>{fix.label}</Button>;
}
