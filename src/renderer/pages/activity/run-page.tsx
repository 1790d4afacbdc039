import type { RunDetail, RunView } from '../../../shared/desktop-state.ts';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { StateMark } from '../../components/icon.tsx';
import { Card, Empty, Page } from '../../components/layout.tsx';
import { duration, moment, tokens } from '../../format.ts';
import { useNow } from '../../use-now.ts';
import { RequestEntry } from './request-entry.tsx';
import { TimelineItem } from './timeline-item.tsx';
import { answerOf, usageOf, type Timeline } from './timeline.ts';
import { useRun } from './use-run.ts';
import { statusNames } from './words.ts';

/** One run from request to answer, live while it goes on. */
export function RunPage({ id }: { id: string }) {
  const { selectedRun, state } = useApp();
  const watched = useRun(id);
  const back = (
    <Button kind="quiet" icon="back" onClick={() => (selectedRun.value = null)}>
      All runs
    </Button>
  );
  if (watched.state === 'gone') {
    return (
      <Page title="Activity" action={back}>
        <Card>
          <Empty icon="activity" title="This run cannot be shown">
            {watched.reason}
          </Empty>
        </Card>
      </Page>
    );
  }
  if (watched.state === 'loading') return <Page title="Activity" action={back} children={null} />;
  // The list is pushed as it changes; what was read with the run may be older.
  const run = state.runs.value.find((each) => each.id === id) ?? watched.run;
  return (
    <Page title={run.title || 'A run being prepared'} action={back}>
      <Summary run={run} timeline={watched.timeline} />
      <Entries run={run} request={watched.request} timeline={watched.timeline} />
    </Page>
  );
}

function Summary({ run, timeline }: { run: RunView; timeline: Timeline }) {
  const { api, attempt } = useApp();
  const live = run.finishedAt === null;
  const now = useNow(200, live);
  const usage = usageOf(timeline);
  const waited = (timeline.startedAt ?? now) - run.createdAt;
  const facts: [string, string][] = [
    ['Client', run.client],
    ['Started', moment(run.createdAt, now)],
    ['Took', duration((run.finishedAt ?? now) - run.createdAt)],
    ['Tokens', usage ? tokens(usage) : 'none yet'],
    ['Model', timeline.model || '–'],
  ];
  if (waited >= 1000) facts.push(['Waited', duration(waited)]);
  return (
    <Card padded>
      <div class="run-summary">
        <p class="run-state" role="status">
          <StateMark mark={run.waitsForApproval ? 'approval' : run.status} />
          <strong>
            {run.waitsForApproval ? 'Waits for your approval' : statusNames[run.status]}
          </strong>
        </p>
        <div class="buttons">
          {run.waitsForApproval && (
            <Button kind="primary" onClick={() => attempt(api.showApprovals)}>
              Review…
            </Button>
          )}
          {live && (
            <Button
              kind="danger"
              icon="stop"
              onClick={() => attempt(() => api.stopRun({ id: run.id }))}
            >
              Stop
            </Button>
          )}
          <CopyButton what="as curl command" copy={() => api.copyRunAsCurl({ id: run.id })}>
            Copy as curl
          </CopyButton>
          <CopyButton
            what="answer"
            copy={() => api.copyText({ text: answerOf(timeline) })}
            disabled={answerOf(timeline) === ''}
          >
            Copy answer
          </CopyButton>
        </div>
        <dl class="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}

function Entries(props: { run: RunView; request: RunDetail['request']; timeline: Timeline }) {
  const { entries } = props.timeline;
  const lastModel = entries.findLastIndex((entry) => entry.kind === 'model');
  const over = entries.at(-1)?.kind === 'end';
  return (
    <ol class="timeline" aria-label="What happened">
      <RequestEntry request={props.request} run={props.run} />
      {entries.map((entry, index) => (
        <TimelineItem key={index} entry={entry} last={index === lastModel} over={over} />
      ))}
    </ol>
  );
}
