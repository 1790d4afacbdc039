import type { UpdateView } from '../../../shared/desktop-state.ts';
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import { SettingSegments } from '../../components/settings/setting-controls.tsx';

/** Whether new versions are installed, told about, or never looked for, and what was found. */
export function UpdatesSection() {
  const { api, state, attempt } = useApp();
  const update = state.update.value;
  const busy = update.state === 'checking' || update.state === 'downloading';
  const found = update.state === 'available' || update.state === 'ready';
  return (
    <Section title="Updates">
      <Card>
        <SettingSegments
          section="app"
          field="updates"
          label="New versions"
          hint="Looking for updates is all the app itself ever sends anywhere."
          choices={[
            { value: 'auto', label: 'Install' },
            { value: 'notify', label: 'Tell me' },
            { value: 'off', label: 'Off' },
          ]}
        />
        <Row
          id="update-state"
          label={`Version ${state.app.value.version}`}
          hint={<span role="status">{describe(update)}</span>}
          group
        >
          {found ? (
            <Button kind="primary" onClick={() => attempt(api.installUpdate)}>
              {update.state === 'ready' ? 'Restart and install' : 'Download and install'}
            </Button>
          ) : (
            <Button
              icon="rotate"
              onClick={() => attempt(api.checkForUpdates)}
              disabled={busy || update.state === 'unsupported'}
            >
              Check now
            </Button>
          )}
        </Row>
      </Card>
    </Section>
  );
}

function describe(update: UpdateView): string {
  switch (update.state) {
    case 'idle':
      return 'Not looked for yet.';
    case 'unsupported':
      return update.message ?? '';
    case 'checking':
      return 'Looking…';
    case 'current':
      return 'This is the newest version.';
    case 'available':
      return `Version ${update.version} is available.`;
    case 'downloading':
      return `Downloading version ${update.version}: ${update.progress} %.`;
    case 'ready':
      return `Version ${update.version} is ready to install.`;
    case 'failed':
      return `That did not work: ${update.message}`;
  }
}
