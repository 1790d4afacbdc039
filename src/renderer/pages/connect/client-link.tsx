import { useState } from 'preact/hooks';
import type { ConnectableClient } from '../../../shared/clients/client.ts';
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/layout.tsx';
import { describedBy, Row } from '../../components/settings/row.tsx';

/** The one click that sets a client up, where the client has such a link. */
export function ClientLink({ client }: { client: ConnectableClient }) {
  if (client.link === 'chatbox') return <ChatBoxLink />;
  if (client.link === 'nextchat') return <NextChatLink />;
  return null;
}

function ChatBoxLink() {
  const { api, attempt } = useApp();
  return (
    <Card>
      <Row
        id="link-chatbox"
        label="Set up by one click"
        hint="Opens ChatBox (1.15.1 or newer) on this computer, which asks before it adds Hermes Tray with address, key and model."
        group
      >
        <Button
          kind="primary"
          icon="external"
          onClick={() =>
            attempt(() => api.openClientLink({ client: 'chatbox' }), 'ChatBox was asked to open')
          }
        >
          Add to ChatBox
        </Button>
      </Row>
    </Card>
  );
}

function NextChatLink() {
  const { api, attempt } = useApp();
  const [address, setAddress] = useState('http://localhost:3000');
  const wrong = !/^https?:\/\/[^\s/]+/i.test(address.trim());
  const error = wrong ? 'Must start with http:// or https://' : null;
  const open = (): Promise<boolean> =>
    attempt(
      () => api.openClientLink({ client: 'nextchat', address: address.trim() }),
      'NextChat opens in your browser',
    );
  return (
    <Card>
      <Row
        id="link-nextchat"
        label="Set up by one click"
        hint="Opens your NextChat with address and key; it asks before it takes them. Enter where you open NextChat."
        error={error}
        stacked
      >
        <input
          class="input"
          type="url"
          spellcheck={false}
          {...describedBy('link-nextchat', { error, hint: true })}
          value={address}
          onInput={(event) => setAddress(event.currentTarget.value)}
        />
        <Button kind="primary" icon="external" onClick={open} disabled={wrong}>
          Open NextChat
        </Button>
      </Row>
    </Card>
  );
}
