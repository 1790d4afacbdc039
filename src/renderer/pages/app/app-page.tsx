import { useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Card, Notice, Page, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import {
  SettingSegments,
  SettingSelect,
  SettingSwitch,
} from '../../components/settings/setting-controls.tsx';
import { EnvironmentSection } from './environment-section.tsx';
import { UpdatesSection } from './updates-section.tsx';

/** What belongs to the app itself: start, updates, look, data, and all settings at once. */
export function AppPage() {
  const { api, state, attempt, say } = useApp();
  const { dataDir, canStartAtLogin, version, electron } = state.app.value;
  const [resetting, setResetting] = useState(false);
  const [quitting, setQuitting] = useState(false);
  const active = state.runs.value.filter((run) => run.finishedAt === null).length;
  const quit = (): unknown => (active > 0 ? setQuitting(true) : attempt(api.quit));
  const [notices, setNotices] = useState<readonly string[]>([]);

  const exportAll = (): Promise<boolean> =>
    attempt(async () => {
      const path = await api.exportSettings();
      if (path) say(`Exported to ${path}`);
    });
  const importAll = (): Promise<boolean> =>
    attempt(async () => {
      const found = await api.importSettings();
      if (!found) return;
      setNotices(found);
      say('Settings imported');
    });

  return (
    <Page title="App" intro={`Hermes Tray ${version} on Electron ${electron}.`}>
      <Section title="Start">
        <Card>
          <SettingSwitch
            section="app"
            field="startAtLogin"
            label="Start at login"
            hint={
              canStartAtLogin
                ? 'Hermes Tray waits in the tray after you log in.'
                : 'Takes effect in the installed app.'
            }
          />
          <SettingSwitch
            section="app"
            field="startServerOnLaunch"
            label="Start the server on launch"
            hint="Clients can connect as soon as the app runs."
          />
          <Row id="quit" label="Quit" hint="Ends the server, and every run with it." group>
            <Button kind="danger" onClick={quit}>
              Quit Hermes Tray
            </Button>
          </Row>
        </Card>
      </Section>

      <UpdatesSection />

      <EnvironmentSection />

      <Section title="Look and log">
        <Card>
          <SettingSegments
            section="app"
            field="theme"
            label="Theme"
            hint="Light, dark, or as the system has it."
            choices={[
              { value: 'system', label: 'System' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
          <SettingSelect
            section="app"
            field="logLevel"
            label="Log level"
            choices={[
              { value: 'error', label: 'Errors' },
              { value: 'warn', label: 'Warnings' },
              { value: 'info', label: 'Info' },
              { value: 'debug', label: 'Debug' },
              { value: 'trace', label: 'Everything' },
            ]}
          />
        </Card>
      </Section>

      <Section title="Data">
        <Card>
          <Row
            id="data-folder"
            label="Data folder"
            hint="Settings, conversations, memories and logs."
            group
            stacked
          >
            <span class="value">
              <code class="wrap">{dataDir}</code>
              <CopyButton what="data folder" copy={() => api.copyText({ text: dataDir })} />
            </span>
            <Button icon="folder" onClick={() => attempt(api.openDataFolder)}>
              Open
            </Button>
          </Row>
          <Row
            id="transfer"
            label="Export and import"
            hint="All settings in one file, without keys and tokens."
            group
          >
            <Button icon="save" onClick={exportAll}>
              Export…
            </Button>
            <Button icon="open" onClick={importAll}>
              Import…
            </Button>
          </Row>
          <Row
            id="reset"
            label="Reset settings"
            hint="Everything goes back to its default. Keys and conversations stay."
            group
          >
            <Button kind="danger" onClick={() => setResetting(true)}>
              Reset…
            </Button>
          </Row>
        </Card>
        {notices.length > 0 && (
          <Notice
            kind="warning"
            title="Not all of the file was taken over"
            live
            action={<Button onClick={() => setNotices([])}>Dismiss</Button>}
          >
            {notices.map((notice) => (
              <p key={notice}>{notice}</p>
            ))}
          </Notice>
        )}
      </Section>
      {quitting && (
        <Confirm
          title={
            active === 1
              ? 'Quit while a run is under way?'
              : `Quit while ${active} runs are under way?`
          }
          action="Quit"
          destructive
          onConfirm={() => attempt(api.quit)}
          onClose={() => setQuitting(false)}
        >
          What they do is stopped, and their clients get what there is so far.
        </Confirm>
      )}
      {resetting && (
        <Confirm
          title="Reset all settings?"
          action="Reset settings"
          destructive
          onConfirm={() => attempt(api.resetSettings, 'Settings are back to their defaults')}
          onClose={() => setResetting(false)}
        >
          Model, tools, MCP servers and everything else go back to their defaults. If the port
          changes, the server moves at once.
        </Confirm>
      )}
    </Page>
  );
}
