import { useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Card, Notice, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';

/** The key clients need: masked, and given out only when asked for. */
export function ApiKeyCard() {
  const { api, state, attempt } = useApp();
  const { secrets, secretsWarning, locked } = state.settings.value;
  const [shown, setShown] = useState<string | null>(null);
  const [asking, setAsking] = useState<'rotate' | 'remove' | null>(null);
  const lock = locked.find((each) => each.path === 'secret.apiKey');

  const toggle = (): Promise<unknown> | void => {
    if (shown !== null) return setShown(null);
    return attempt(async () => setShown(await api.revealSecret({ name: 'apiKey' })));
  };
  const rotate = async (): Promise<void> => {
    await attempt(api.rotateApiKey, 'A new key is in force');
    setShown(null);
  };
  const remove = async (): Promise<void> => {
    await attempt(() => api.setSecret({ name: 'apiKey', value: '' }), 'The key is removed');
    setShown(null);
  };

  return (
    <Section title="API key">
      <Card>
        <Row
          id="api-key"
          label="Key"
          hint={
            secrets.apiKey
              ? 'Clients send it with every request.'
              : 'No key: every program on this computer may call the server.'
          }
          locked={lock}
          group
          stacked
        >
          {secrets.apiKey ? (
            <div class="key-line">
              <span class="value">
                <code class="wrap" data-testid="api-key">
                  {shown ?? '••••••••••••••••••••••••'}
                </code>
                <Button
                  kind="quiet"
                  icon={shown === null ? 'eye' : 'eye-off'}
                  label={shown === null ? 'Show the key' : 'Hide the key'}
                  onClick={toggle}
                />
                <CopyButton what="API key" copy={() => api.copySecret({ name: 'apiKey' })} />
              </span>
              {!lock && (
                <span class="buttons">
                  <Button icon="rotate" onClick={() => setAsking('rotate')}>
                    New key…
                  </Button>
                  <Button kind="danger" onClick={() => setAsking('remove')}>
                    Remove…
                  </Button>
                </span>
              )}
            </div>
          ) : (
            <div class="buttons">
              <Button kind="primary" onClick={rotate} disabled={lock !== undefined}>
                Create a key
              </Button>
            </div>
          )}
        </Row>
      </Card>
      {secretsWarning && (
        <Notice kind="info" title="Keys are not encrypted on this computer">
          <p>{secretsWarning}</p>
        </Notice>
      )}
      {asking === 'rotate' && (
        <Confirm
          title="Make a new key?"
          action="Make a new key"
          onConfirm={rotate}
          onClose={() => setAsking(null)}
        >
          The old key stops working at once. Every client needs the new one.
        </Confirm>
      )}
      {asking === 'remove' && (
        <Confirm
          title="Remove the key?"
          action="Remove the key"
          destructive
          onConfirm={remove}
          onClose={() => setAsking(null)}
        >
          Every program on this computer can then use the agent, which runs commands as you. The
          server can no longer be opened to the network, and web pages are refused unless you list
          their origin.
        </Confirm>
      )}
    </Section>
  );
}
