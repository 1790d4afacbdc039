import { providerKeyName, providerPreset } from '../../../shared/providers.ts';
import { useApp } from '../../app-state.ts';
import { Card, More, Notice, Page, Section } from '../../components/layout.tsx';
import { KeySource, SecretRow } from '../../components/settings/secret-row.tsx';
import {
  SettingChoices,
  SettingNumber,
  SettingText,
} from '../../components/settings/setting-controls.tsx';
import { ConnectionTest } from './connection-test.tsx';
import { LocalServers } from './local-servers.tsx';
import { ModelRow } from './model-row.tsx';
import { ProviderPicker } from './provider-picker.tsx';

/** The model service the agent calls. */
export function ModelPage() {
  const { provider } = useApp().state.settings.value.values.model;
  const { name, keyAt, local } = providerPreset(provider);
  const keyName = providerKeyName(provider);
  return (
    <Page title="Model" intro="The model service that thinks for the agent.">
      <LocalServers />
      <Section title="Provider">
        <ProviderPicker />
      </Section>
      {keyName === undefined ? (
        <Notice kind="info" title="This is the demo model">
          <p>
            It shows that the connection and the tools work: try <code>run ls</code> or{' '}
            <code>read notes.txt</code> in your client. For real answers choose a provider above.
          </p>
        </Notice>
      ) : (
        <Section key={provider} title={name}>
          <Card>
            <SettingText
              section="model"
              field="baseUrl"
              label="Base URL"
              placeholder="https://example.com/v1"
            />
            <SecretRow
              key={keyName}
              name={keyName}
              label="API key"
              placeholder={keyAt ? 'Needed' : local ? 'Mostly not needed' : 'If it needs one'}
              hint={<>{keyAt && <KeySource url={keyAt} />} It is sent to this provider only.</>}
            />
            <ModelRow />
            <SettingNumber
              section="model"
              field="contextWindow"
              label="Context window"
              hint="Past half of it, older turns are summarised."
              unit="tokens"
            />
          </Card>
        </Section>
      )}
      <ConnectionTest />
      {keyName !== undefined && (
        <More summary="Timeouts, API and embeddings">
          <SettingChoices
            section="model"
            field="api"
            label="API"
            choices={[
              {
                value: 'auto',
                label: 'As suits the service',
                about: 'By the provider, and by what it refuses.',
              },
              {
                value: 'chat',
                label: 'Chat completions',
                about: 'What every service has.',
              },
              {
                value: 'responses',
                label: 'Responses API',
                about: 'The newest models of OpenAI use tools while they think only here.',
              },
            ]}
          />
          <SettingNumber
            section="model"
            field="firstByteTimeoutSeconds"
            label="First-byte wait"
            unit="s"
          />
          <SettingNumber
            section="model"
            field="betweenChunksTimeoutSeconds"
            label="Between-chunks wait"
            unit="s"
          />
          <SettingText
            section="model"
            field="embeddingModel"
            label="Embedding model"
            hint="For clients that ask for embeddings and name no model of this provider."
          />
        </More>
      )}
    </Page>
  );
}
