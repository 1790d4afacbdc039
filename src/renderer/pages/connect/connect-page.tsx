// Complete in itself and maintained separately from the shell.
import { useState } from 'preact/hooks';
import type { SelfTestStep } from '../../../shared/desktop-state.ts';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Card, Page, Section } from '../../components/layout.tsx';
import { Row } from '../../components/row.tsx';

/** What to paste into a chat client, and a test that calls the server as such a client does. */
export function ConnectPage() {
  const { api, state, attempt } = useApp();
  const [steps, setSteps] = useState<SelfTestStep[]>([]);
  const { baseUrl } = state.server.value;
  return (
    <Page title="Connect" intro="What to paste into your chat client.">
      <Section title="Values">
        <Card>
          <Row id="connect-url" label="Base URL" group>
            <code>{baseUrl ?? 'The server is not running'}</code>
            <CopyButton what="base URL" copy={api.copyBaseUrl} disabled={baseUrl === null} />
          </Row>
          <Row id="connect-key" label="API key" group>
            <CopyButton what="API key" copy={() => api.copySecret({ name: 'apiKey' })} />
          </Row>
        </Card>
      </Section>
      <Section
        title="Self-test"
        action={
          <Button
            onClick={() =>
              attempt(async () => setSteps(await api.runSelfTest({ client: 'chatbox' })))
            }
          >
            Run self-test
          </Button>
        }
      >
        <Card>
          {steps.map((step) => (
            <Row key={step.id} id={`step-${step.id}`} label={step.title} hint={step.detail} group>
              {step.state}
            </Row>
          ))}
        </Card>
      </Section>
    </Page>
  );
}
