import type { ChannelView, PairingView } from '../../../shared/desktop-state.ts';
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { Card, More, Notice, Page, Section } from '../../components/layout.tsx';
import { Row } from '../../components/settings/row.tsx';
import { SecretRow } from '../../components/settings/secret-row.tsx';
import { SettingList } from '../../components/settings/setting-list.tsx';
import {
  SettingChoices,
  SettingNumber,
  SettingSegments,
  SettingSwitch,
  SettingText,
} from '../../components/settings/setting-controls.tsx';
import { moment } from '../../format.ts';

/** The chat apps through which the agent is reached from the phone. */
export function ChannelsPage() {
  const { channels } = useApp().state;
  const { platforms, waiting, people } = channels.value;
  return (
    <Page
      title="Channels"
      intro="Talk to the agent from your phone. Nobody may until you allow it."
    >
      {waiting.length > 0 && <Waiting waiting={waiting} />}
      {platforms.map((platform) => (
        <TelegramCard key={platform.platform} channel={platform} />
      ))}
      {people.length > 0 && (
        <Section title="Let in by a code" intro="They may talk to the agent until you revoke it.">
          <Card>
            {people.map(({ platform, person, name, since }) => (
              <PersonRow key={`${platform} ${person}`} {...{ platform, person, name, since }} />
            ))}
          </Card>
        </Section>
      )}
      <BehaviourSection />
    </Page>
  );
}

function Waiting({ waiting }: { waiting: readonly PairingView[] }) {
  const { api, attempt } = useApp();
  return (
    <Section title="Waiting to be let in">
      {waiting.map(({ code, name, person, expiresAt }) => (
        <Notice
          key={code}
          kind="warning"
          live
          title={`${name} wants to talk to the agent`}
          action={
            <>
              <Button
                kind="primary"
                label={`Let ${name} in`}
                onClick={() => attempt(() => api.answerPairing({ code, allow: true }))}
              >
                Let in
              </Button>
              <Button
                label={`Refuse ${name}`}
                onClick={() => attempt(() => api.answerPairing({ code, allow: false }))}
              >
                Refuse
              </Button>
            </>
          }
        >
          <p>
            Telegram id {person}. The code that was given to them is <code>{code}</code>: let them
            in only if they told you this code. It holds until {moment(expiresAt, Date.now())}.
          </p>
        </Notice>
      ))}
    </Section>
  );
}

function PersonRow(props: { platform: string; person: string; name: string; since: number }) {
  const { api, attempt } = useApp();
  const { platform, person, name } = props;
  return (
    <Row id={`person-${person}`} label={name} hint={`Telegram id ${person}`} group>
      <Button
        label={`Revoke ${name}`}
        onClick={() =>
          attempt(() => api.revokePerson({ platform, person }), `${name} may no longer talk`)
        }
      >
        Revoke
      </Button>
    </Row>
  );
}

const stateWords: Record<ChannelView['state'], string> = {
  off: 'Off',
  connecting: 'Connecting…',
  connected: 'Connected',
  failing: 'Not connected',
};

function TelegramCard({ channel }: { channel: ChannelView }) {
  const { api } = useApp();
  const { state, as, since, why } = channel;
  return (
    <Section
      title="Telegram"
      action={
        <p class="hint" role="status" aria-label="State of Telegram">
          {stateWords[state]}
          {state === 'connected' && ` as ${as ?? ''} since ${moment(since ?? 0, Date.now())}`}
        </p>
      }
    >
      {state === 'failing' && why && <Notice kind="error" title={why} />}
      <Card>
        <SettingSwitch section="telegram" field="enabled" label="Answer in Telegram" />
        <SecretRow
          name="telegramToken"
          label="Bot token"
          placeholder="123456789:AA…"
          hint="From @BotFather. It is checked at once, and never shown again."
          check={() => api.checkChannel({ platform: 'telegram' })}
        />
        <SettingList
          section="telegram"
          field="allowedUsers"
          label="Allowed people"
          hint="Their Telegram ids; a bot such as @userinfobot tells yours. A group’s id begins with - and lets all its members talk there."
          placeholder="123456789"
          entry="id"
        />
        <SettingChoices
          section="telegram"
          field="groups"
          label="In groups"
          choices={[
            { value: 'off', label: 'Nothing', about: 'It does not answer in groups.' },
            {
              value: 'mention',
              label: 'When spoken to',
              about: 'It answers what mentions it, replies to it or is a command to it.',
            },
            { value: 'all', label: 'Everything', about: 'All that allowed people write.' },
          ]}
        />
        <SettingSegments
          section="streaming"
          field="telegram"
          label="Show answers as they grow"
          hint="The message is edited while the answer is written."
          choices={[
            { value: 'follow', label: 'As Streaming says' },
            { value: 'on', label: 'Yes' },
            { value: 'off', label: 'No' },
          ]}
        />
        <SettingSegments
          section="telegram"
          field="replyToMode"
          label="Reply to the message"
          hint="Which parts of an answer quote what they answer."
          choices={[
            { value: 'off', label: 'None' },
            { value: 'first', label: 'The first' },
            { value: 'all', label: 'All' },
          ]}
        />
      </Card>
      <More summary="How to get a bot, in three steps">
        <ol class="steps">
          <li>
            In Telegram, write <code>/newbot</code> to <strong>@BotFather</strong>, and choose a
            name.
          </li>
          <li>
            Paste the token that it answers with above, and switch <em>Answer in Telegram</em> on.
          </li>
          <li>
            Write to your bot. It answers with a code, which you let in here; or add your id above.
          </li>
        </ol>
      </More>
      <More summary="More about Telegram">
        <SettingSegments
          section="telegram"
          field="pairing"
          label="Unknown people get a code"
          choices={[
            { value: 'auto', label: 'If nobody is listed' },
            { value: 'on', label: 'Always' },
            { value: 'off', label: 'Never' },
          ]}
        />
        <SettingSwitch section="telegram" field="allowAllUsers" label="Everybody may talk" />
        <SettingText
          section="telegram"
          field="apiRoot"
          label="Bot API server"
          placeholder="https://api.telegram.org"
        />
      </More>
    </Section>
  );
}

function BehaviourSection() {
  return (
    <Section title="While it works" intro="In every chat app.">
      <Card>
        <SettingChoices
          section="channels"
          field="busy"
          label="A message that comes meanwhile"
          hint="What becomes of it while the agent works on another."
          choices={[
            {
              value: 'interrupt',
              label: 'Interrupts',
              about: 'What was written stays as it is, and the new message is answered.',
            },
            { value: 'queue', label: 'Waits', about: 'All are answered, in order.' },
            {
              value: 'steer',
              label: 'Steers',
              about: 'The agent hears it before its next step.',
            },
          ]}
        />
        <SettingSegments
          section="channels"
          field="toolLines"
          label="Show what the tools do"
          hint="In one message of its own, apart from the answer."
          choices={[
            { value: 'off', label: 'No' },
            { value: 'new', label: 'Each tool once' },
            { value: 'all', label: 'Every call' },
          ]}
        />
        <SettingNumber
          section="streaming"
          field="editInterval"
          label="Time between edits"
          hint="Chat apps refuse edits that come too fast."
          unit="s"
        />
        <SettingNumber
          section="streaming"
          field="minTokens"
          label="Show an answer after"
          hint="So that a notification holds more than one word."
          unit="tokens"
        />
      </Card>
    </Section>
  );
}
