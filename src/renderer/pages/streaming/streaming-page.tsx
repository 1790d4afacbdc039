import { streamsPiecewise } from '../../../shared/streams-piecewise.ts';
import { useApp } from '../../app-state.ts';
import { Card, Page, Section } from '../../components/layout.tsx';
import { SettingChoices, SettingSwitch } from '../../components/settings/setting-controls.tsx';

/** Whether clients get the answer as it is written, and what they see of the tools. */
export function StreamingPage() {
  const { streaming } = useApp().state.settings.value.values;
  const { enabled } = streaming;
  const streams = streamsPiecewise(streaming);
  return (
    <Page
      title="Streaming"
      intro="How the answer reaches the client, and what it sees of the work."
    >
      <Section title="Answers">
        <Card>
          <SettingSwitch
            section="streaming"
            field="enabled"
            label="Stream answers"
            hint={
              enabled
                ? 'Words appear in the client as the model writes them.'
                : 'The client shows nothing until the answer is whole, then all of it at once.'
            }
          />
          <SettingChoices
            section="streaming"
            field="apiServer"
            label="For API clients"
            hint={
              streams
                ? 'ChatBox, Jan and all others see the answer grow.'
                : 'A client that asks for a stream still gets one, with the whole answer in one piece.'
            }
            choices={[
              {
                value: 'follow',
                label: 'Follow the switch above',
                about: `Now ${enabled ? 'on' : 'off'}.`,
              },
              {
                value: 'on',
                label: 'Always stream',
                about: 'API clients see words as they come, whatever the switch above says.',
              },
              {
                value: 'off',
                label: 'Never stream',
                about: 'API clients see the whole answer at once.',
              },
            ]}
          />
        </Card>
      </Section>

      <Section title="Tool activity">
        <Card>
          <SettingChoices
            section="streaming"
            field="toolActivity"
            label="Show tool activity in"
            hint="Tools run on this computer. This is where a client hears of them."
            choices={[
              {
                value: 'reasoning',
                label: 'The thinking area',
                about: 'The client folds lines such as “▸ terminal: ls -la” away above the answer.',
              },
              {
                value: 'off',
                label: 'Nowhere',
                about: 'The client sees the answer only. Activity here still shows everything.',
              },
              {
                value: 'content',
                label: 'The answer itself',
                about:
                  'The client shows the same lines within the text. They stay in the conversation, and models tend to imitate them.',
              },
            ]}
          />
          <SettingSwitch
            section="streaming"
            field="heartbeat"
            label="Keep clients awake"
            hint="While a tool runs in silence, an empty piece of thinking is sent every two seconds: some clients notice only then that you want to stop."
          />
          <SettingChoices
            section="streaming"
            field="serverCalls"
            label="Tool calls in responses"
            hint="For clients of the Responses API."
            choices={[
              {
                value: 'auto',
                label: 'Where the client copes',
                about: 'Many libraries would run every call that they see.',
              },
              {
                value: 'shown',
                label: 'Shown to all',
                about: 'Every client gets calls and outputs.',
              },
              {
                value: 'hidden',
                label: 'Shown to none',
                about: 'Clients get thinking and answer only.',
              },
            ]}
          />
        </Card>
      </Section>
    </Page>
  );
}
