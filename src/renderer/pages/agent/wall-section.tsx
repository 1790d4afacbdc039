import { useApp } from '../../app-state.ts';
import { Card, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import { SettingChoices } from '../../components/settings/setting-controls.tsx';
import { SettingList } from '../../components/settings/setting-list.tsx';

const words = { on: 'On', unavailable: 'Not possible', off: 'Off by you' } as const;
const held =
  'Commands, MCP servers and the browser change the workspace and nothing else, and see no keys or passwords.';

/** The wall around what the agent starts: how it stands, why, and what the person wants of it. */
export function WallSection() {
  const { confinement, settings } = useApp().state;
  const { state, reason, trying } = confinement.value;
  const { network } = settings.value.values.agent;
  return (
    <Section title="The wall around programs">
      <Card>
        <Row
          id="wall-state"
          label="The wall is"
          hint={state === 'on' ? `${held} ${reason}` : reason}
          group
        >
          <output aria-labelledby="wall-state-label">
            {trying ? 'Not known yet' : words[state]}
          </output>
        </Row>
        <SettingChoices
          section="agent"
          field="confinement"
          label="Run programs inside it"
          hint="What you allow to run outside runs with all your rights."
          choices={[
            {
              value: 'auto',
              label: 'Where it can be had',
              about: 'Without it, what is dangerous asks first.',
            },
            {
              value: 'required',
              label: 'Always',
              about: 'Where it cannot be had, nothing runs.',
            },
            {
              value: 'off',
              label: 'Never',
              about: 'Programs run with all your rights, and see all your files.',
            },
          ]}
        />
        <SettingChoices
          section="agent"
          field="network"
          label="Network of programs inside"
          hint="The web tools and the model service have their own ways."
          choices={[
            { value: 'open', label: 'Open', about: 'Any host, and servers on this computer.' },
            {
              value: 'listed',
              label: 'Listed hosts',
              about: 'Those below, by a proxy, and nothing else.',
            },
            { value: 'none', label: 'None', about: 'Not even servers on this computer.' },
          ]}
        />
        {network === 'listed' && (
          <SettingList
            section="agent"
            field="networkHosts"
            label="Hosts that programs reach"
            placeholder="*.example.org"
            entry="host"
            hint="*.example.org stands for all names below it."
          />
        )}
      </Card>
    </Section>
  );
}
