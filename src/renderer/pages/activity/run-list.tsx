import { useEffect, useRef } from 'preact/hooks';
import type { RunView } from '../../../shared/desktop-state.ts';
import { useApp } from '../../app-state.ts';
import { Button } from '../../components/button.tsx';
import { StateMark } from '../../components/icon.tsx';
import { Card, Empty, Page, Section } from '../../components/layout.tsx';
import { duration, moment, tokens } from '../../format.ts';
import { useNow } from '../../use-now.ts';
import { statusNames, troubleText } from './words.ts';

/** Runs under way and the latest finished ones. */
export function RunList({ returnTo }: { returnTo: string | null }) {
  const { api, state, page, attempt } = useApp();
  const runs = state.runs.value;
  const live = runs.filter((run) => run.finishedAt === null);
  const recent = runs.filter((run) => run.finishedAt !== null);
  const now = useNow(1000, live.length > 0);
  return (
    <Page title="Activity" intro="What the agent does now and did lately, from request to answer.">
      {runs.length === 0 && (
        <Card>
          <Empty icon="activity" title="Nothing has happened yet">
            Every question asked in a connected client appears here, with all that the agent did to
            answer it.
          </Empty>
          <div class="empty-action">
            <Button kind="primary" onClick={() => (page.value = 'connect')}>
              Connect a client…
            </Button>
          </div>
        </Card>
      )}
      {live.length > 0 && (
        <Section
          title="Now"
          action={
            live.length > 1 && <Button onClick={() => attempt(api.stopAllRuns)}>Stop all</Button>
          }
        >
          <Runs runs={live} now={now} returnTo={returnTo} />
        </Section>
      )}
      {recent.length > 0 && (
        <Section title="Recent">
          <Runs runs={recent} now={now} returnTo={returnTo} />
        </Section>
      )}
    </Page>
  );
}

function Runs(props: { runs: readonly RunView[]; now: number; returnTo: string | null }) {
  return (
    <Card>
      <ul class="runs">
        {props.runs.map((run) => (
          <RunRow key={run.id} run={run} now={props.now} focus={run.id === props.returnTo} />
        ))}
      </ul>
    </Card>
  );
}

function RunRow({ run, now, focus }: { run: RunView; now: number; focus: boolean }) {
  const { api, attempt, selectedRun } = useApp();
  const button = useRef<HTMLButtonElement>(null);
  // Back from a run, the person goes on where they were.
  useEffect(() => {
    if (focus) button.current?.focus();
  }, []);
  const status = run.waitsForApproval ? 'Waits for your approval' : statusNames[run.status];
  const trouble = troubleText(run.failures);
  const facts = [
    run.client,
    run.finishedAt === null ? status : moment(run.createdAt, now),
    run.attempts === undefined ? '' : `${run.attempts} attempts`,
    run.usage === null ? '' : tokens(run.usage),
  ];
  return (
    <li>
      <button
        ref={button}
        type="button"
        class={trouble ? 'run troubled' : 'run'}
        onClick={() => (selectedRun.value = run.id)}
      >
        <StateMark mark={run.waitsForApproval ? 'approval' : run.status} />
        <span class="title">{run.title || 'Being prepared…'}</span>
        <span class="time">{duration((run.finishedAt ?? now) - run.createdAt)}</span>
        <span class="facts">
          <span class="visually-hidden">{status}, </span>
          {trouble && <span class="trouble">Tools: {trouble} · </span>}
          {facts.filter(Boolean).join(' · ')}
        </span>
      </button>
      {run.finishedAt === null && (
        <Button
          icon="stop"
          label={`Stop “${run.title || run.client}”`}
          onClick={() => attempt(() => api.stopRun({ id: run.id }))}
        >
          Stop
        </Button>
      )}
    </li>
  );
}
