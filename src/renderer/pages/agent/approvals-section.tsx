import { describeAllowed } from './describe-allowed.ts';
import { useApp } from '../../app-state.ts';
import { EntryList } from '../../components/entry-list.tsx';
import { Card, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import { SettingChoices } from '../../components/settings/setting-controls.tsx';
import { useSetting } from '../../settings.ts';

/** What happens before something dangerous, and what was allowed for good. */
export function ApprovalsSection() {
  const { defaultApprovals } = useApp().state.settings.value;
  return (
    <Section title="Approvals">
      <Card>
        <SettingChoices
          section="agent"
          field="approvals"
          label="Before a dangerous action"
          hint="Deleting folders, sudo, force pushes, writing outside the workspace and the like. Destroying disks or your home folder is never allowed."
          unset={defaultApprovals}
          choices={[
            {
              value: 'ask',
              label: 'Ask me',
              about:
                'A notification and a dialog with the full command. No answer in 5 minutes is a denial.',
            },
            {
              value: 'deny',
              label: 'Deny',
              about: 'The agent is told why, and looks for another way.',
            },
            {
              value: 'allow',
              label: 'Allow',
              about: 'Nothing is asked. For a machine that you can afford to lose.',
            },
          ]}
        />
        <AlwaysAllowed />
      </Card>
    </Section>
  );
}

/** What "Always allow this" has saved. */
function AlwaysAllowed() {
  const setting = useSetting('agent', 'alwaysAllow');
  const entries = setting.value;
  const { platform } = useApp().state.app.value;
  return (
    <Row
      {...setting}
      label="Always allowed"
      hint={
        entries.length === 0
          ? 'Nothing yet. “Always allow this” in the dialog adds to this list.'
          : 'Saved by “Always allow this”. Remove what should be asked again.'
      }
      group
      stacked={entries.length > 0}
    >
      {entries.length > 0 && (
        <div class="list-editor">
          <EntryList
            label="Always allowed"
            entries={entries}
            describe={(entry) => describeAllowed(entry, platform)}
            disabled={setting.locked !== undefined}
            onRemove={(entry) => setting.save(entries.filter((each) => each !== entry))}
          />
        </div>
      )}
    </Row>
  );
}
