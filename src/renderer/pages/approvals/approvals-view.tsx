import { useEffect, useState } from 'preact/hooks';
import type { ApprovalView } from '../../../shared/desktop-state.ts';
import type { ApprovalAnswer } from '../../../shared/run-events.ts';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Empty } from '../../components/layout.tsx';
import { sentenceOf } from '../../format.ts';
import { useNow } from '../../use-now.ts';

/**
 * The small window in which a person decides. The oldest question is shown; the others wait behind
 * it. A key meant for another program must not decide, so nothing has the focus at first.
 */
export function ApprovalsView() {
  const waiting = useApp().state.approvals.value;
  const [first] = waiting;
  if (!first) {
    return (
      <main class="approval">
        <Empty icon="shield" title="Nothing waits for you">
          This window closes by itself.
        </Empty>
      </main>
    );
  }
  return <Question key={first.id} approval={first} behind={waiting.length - 1} />;
}

/** How long the buttons stay shut, so that a click or key meant for another window decides nothing. */
const guardMs = 500;

function Question({ approval, behind }: { approval: ApprovalView; behind: number }) {
  const { api, attempt } = useApp();
  const [ready, setReady] = useState(false);
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
    attempt(() => api.answerApproval({ id: approval.id, answer: given }));

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
      <div class="action">
        <pre tabIndex={0} aria-label="Full action">
          {approval.action}
        </pre>
        <CopyButton what="action" copy={() => api.copyText({ text: approval.action })} />
      </div>
      <p class="hint run-id">
        Run <code>{approval.runId}</code>
      </p>
      <footer>
        <Countdown approval={approval} />
        <div class="answers">
          <Button onClick={answer('deny')} disabled={!ready}>
            Deny
          </Button>
          <span class="spacer" />
          <Button onClick={answer('always')} disabled={!ready}>
            Always allow this
          </Button>
          <Button onClick={answer('conversation')} disabled={!ready}>
            Allow for this conversation
          </Button>
          <Button kind="primary" onClick={answer('once')} disabled={!ready}>
            Allow once
          </Button>
        </div>
      </footer>
    </main>
  );
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
