import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApprovalView } from '../../../shared/desktop-state.ts';
import type { ApprovalAnswer } from '../../../shared/run-events.ts';
import type { ConfinementStatus } from '../../../shared/safety/confinement.ts';
import { holdsHidden, withMarks } from '../../../shared/safety/hidden-characters.ts';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Empty } from '../../components/layout.tsx';
import { sentenceOf } from '../../format.ts';
import { useNow } from '../../use-now.ts';
import { describeAllowed } from '../agent/describe-allowed.ts';
import { decisionText } from '../activity/words.ts';
import { ActionText } from './action-text.tsx';

/**
 * The small window in which a person decides. The oldest question is shown; the others wait behind
 * it. A key meant for another program must not decide, so nothing has the focus at first.
 */
export function ApprovalsView() {
  const { approvals, decision } = useApp().state;
  const waiting = approvals.value;
  const [first] = waiting;
  const shown = useRef<string | undefined>(undefined);
  const before = useRef<string | undefined>(undefined);
  if (first?.id !== shown.current) {
    before.current = shown.current;
    shown.current = first?.id;
  }
  // What the person decided in this window is known to them.
  const decided = decision.value?.id === before.current ? decision.value : null;
  const elsewhere = decided !== null && !(decided.source === 'person' && decided.by === null);
  if (!first) {
    return (
      <main class="approval">
        <Empty icon="shield" title={elsewhere ? decisionText(decided) : 'Nothing waits for you'}>
          This window closes by itself.
        </Empty>
      </main>
    );
  }
  return (
    <Question
      key={first.id}
      approval={first}
      behind={waiting.length - 1}
      before={elsewhere ? `The question before: ${decisionText(decided)}.` : null}
    />
  );
}

/**
 * How long the buttons stay shut, so that a click or key meant for another window, or for the question
 * before, decides nothing.
 */
const guardMs = 800;

function Question(props: {
  approval: ApprovalView;
  /** How many wait after it. */
  behind: number;
  /** What became of the one that stood here before, where it was not decided here. */
  before: string | null;
}) {
  const { approval, behind, before } = props;
  const { api, attempt, state } = useApp();
  const [ready, setReady] = useState(false);
  const [seen, setSeen] = useState(false);
  const [reason, setReason] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), guardMs);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!ready) return;
    const putAway = ({ key }: KeyboardEvent): void => {
      // Decides nothing: tray, banner and notification bring it back.
      if (key === 'Escape') window.close();
    };
    addEventListener('keydown', putAway);
    return () => removeEventListener('keydown', putAway);
  }, [ready]);
  const answer = (given: ApprovalAnswer) => (): Promise<boolean> =>
    attempt(() =>
      api.answerApproval({
        id: approval.id,
        answer: given,
        ...(given === 'deny' && reason.trim() !== '' ? { reason: reason.trim() } : {}),
      }),
    );
  const allowed = ready && seen;
  const remembered = approval.covers.length > 0;
  const stopping = state.server.value.state === 'stopping';

  return (
    <main class="approval" aria-labelledby="approval-title">
      <header>
        <span class="shield">
          <Icon name="shield" />
        </span>
        <div>
          <h1 id="approval-title">{approval.client} asks for your approval</h1>
          <p>
            The agent wants to use <strong>{approval.tool}</strong>. {sentenceOf(approval.reasons)}
          </p>
        </div>
        {behind > 0 && <span class="tag">{behind} more waiting</span>}
      </header>
      {before !== null && (
        <p class="hint" role="status">
          {before}
        </p>
      )}
      {stopping && (
        <p class="warning" role="status">
          The server is stopping. What you decide now still counts until it has stopped.
        </p>
      )}
      <div class="action">
        <ActionText approval={approval} onSeen={() => setSeen(true)} />
        <CopyButton what="action" copy={() => api.copyText({ text: approval.action })} />
      </div>
      {holdsHidden(approval.action) && (
        <p class="warning">
          This holds hidden characters, shown here as marks such as ⟨U+200B⟩. It may not do what it
          seems to.
        </p>
      )}
      <dl class="facts">
        {approval.asked !== '' && (
          <>
            <dt>You asked</dt>
            <dd>“{withMarks(approval.asked)}”</dd>
          </>
        )}
        <dt>Folder</dt>
        <dd>
          <code>{withMarks(approval.folder)}</code>
        </dd>
        <dt>Reach</dt>
        <dd>{reachOf(approval, state.confinement.value)}</dd>
        <dt>“Always”</dt>
        <dd>
          {remembered ? (
            <Covered lines={approval.covers} />
          ) : (
            'Not possible here: only this one call can be allowed.'
          )}
        </dd>
      </dl>
      <footer>
        <Countdown approval={approval} />
        <label class="why-not">
          <span>Denied because</span>
          <input
            type="text"
            class="input"
            value={reason}
            maxLength={500}
            placeholder="told to the agent; may be left empty"
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <div class="answers">
          <Button onClick={answer('deny')} disabled={!ready}>
            Deny
          </Button>
          <span class="spacer" />
          {!seen && <span class="hint">Scroll to its end to allow it.</span>}
          {remembered && (
            <>
              <Button onClick={answer('always')} disabled={!allowed}>
                Always allow this
              </Button>
              <Button onClick={answer('conversation')} disabled={!allowed}>
                Allow for this conversation
              </Button>
            </>
          )}
          <Button kind="primary" onClick={answer('once')} disabled={!allowed}>
            Allow once
          </Button>
        </div>
      </footer>
    </main>
  );
}

/** What "always" would allow, a line each. */
function Covered({ lines }: { lines: readonly string[] }) {
  const { platform } = useApp().state.app.value;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <code>{withMarks(describeAllowed(line, platform))}</code>
        </li>
      ))}
    </ul>
  );
}

/** Where what is allowed may reach. */
function reachOf({ reach }: ApprovalView, { state, reason }: ConfinementStatus): string {
  if (reach === 'named') return 'What is named above, and nothing else.';
  if (reach === 'server') return 'Whatever its MCP server reaches.';
  if (reach === 'outside') {
    return 'Outside the wall, with all your rights: it can change your files and read your keys.';
  }
  switch (state) {
    case 'on':
      return 'The wall is on: nothing outside the workspace is changed, and your keys are not there.';
    case 'off':
      return 'The wall is off: it may reach all that you can.';
    case 'unavailable':
      return `There is no wall on this computer: it may reach all that you can. ${reason}`;
  }
}

/** The time that is left; no answer is a refusal. */
function Countdown({ approval }: { approval: ApprovalView }) {
  const now = useNow(250, true);
  const left = Math.max(0, Math.ceil((approval.expiresAt - now) / 1000));
  const whole = (approval.expiresAt - approval.requestedAt) / 1000;
  return (
    <div class="countdown">
      <progress max={whole} value={left} aria-label="Time left to decide" />
      <span class="hint">
        Denied by itself in {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}. The client
        keeps waiting meanwhile.
      </span>
    </div>
  );
}
