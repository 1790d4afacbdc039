import { useApp } from '../../app-state.ts';
import { CopyButton } from '../../components/button.tsx';
import { Card, More, Page, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import { SettingNumber, SettingText } from '../../components/settings/setting-controls.tsx';
import { SettingList } from '../../components/settings/setting-list.tsx';
import { ServerSwitch, stateNames } from '../../components/sidebar.tsx';
import { ApiKeyCard } from './api-key-card.tsx';
import { BindAddressRow } from './bind-address-row.tsx';
import { limits } from './limits.ts';

/** The server: whether it runs, where it listens, who may call it, and its limits. */
export function ServerPage() {
  const { api, state } = useApp();
  const server = state.server.value;
  const running = server.state === 'running';
  return (
    <Page
      title="Server"
      intro="An OpenAI-compatible API on this computer. Paste its address and key into your chat client."
    >
      <Section title="Address">
        <Card>
          <Row
            id="server-switch"
            label={stateNames[server.state]}
            hint={
              running ? 'Clients can connect.' : 'Clients cannot connect while the server is off.'
            }
          >
            <ServerSwitch id="server-switch" />
          </Row>
          <Row
            id="base-url"
            label="Base URL"
            hint="What clients ask for as API host, base URL or endpoint."
            group
          >
            <span class="value">
              <code aria-labelledby="base-url-label">
                {running ? server.baseUrl : 'Turn the server on to see it'}
              </code>
              <CopyButton what="base URL" copy={api.copyBaseUrl} disabled={!running} />
            </span>
          </Row>
          {server.networkUrls.length > 0 && (
            <Row
              id="network-urls"
              label="From other computers"
              hint="Addresses of this computer in its networks."
              group
            >
              <ul class="values">
                {server.networkUrls.map((url) => (
                  <li class="value" key={url}>
                    <code>{url}</code>
                    <CopyButton what={url} copy={() => api.copyText({ text: url })} />
                  </li>
                ))}
              </ul>
            </Row>
          )}
          <SettingNumber
            section="server"
            field="port"
            label="Port"
            hint="Changing it moves the server to the new port at once. 0 takes a free one."
          />
          <BindAddressRow />
        </Card>
      </Section>

      <ApiKeyCard />

      <Section title="Who may call">
        <Card>
          <SettingList
            section="server"
            field="extraHosts"
            label="Extra host names"
            placeholder="my-computer.local"
            entry="host"
            hint="Names under which clients reach this server, beside localhost and host.docker.internal. Others are refused, which stops DNS rebinding."
          />
          <SettingList
            section="server"
            field="allowedOrigins"
            label="Allowed web origins"
            placeholder="https://chat.example.com"
            entry="origin"
            hint={
              state.settings.value.secrets.apiKey
                ? 'Web apps that may call. Empty: any that knows the key.'
                : 'Web apps that may call. With no key, only those listed here. Jan and other apps: tauri://localhost.'
            }
          />
        </Card>
      </Section>

      <More summary="Limits and timeouts">
        <SettingText section="server" field="modelId" label="Model id" stacked={false} />
        {limits.map((limit) => (
          <SettingNumber key={limit.field} section="server" {...limit} />
        ))}
        <SettingText
          section="server"
          field="databaseUrl"
          label="Shared database"
          hint="A libSQL server for several hosts. Empty: a file in the data folder. Takes effect when Hermes Tray starts again."
          placeholder="A file in the data folder"
        />
      </More>
    </Page>
  );
}
