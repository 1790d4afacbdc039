import { useMemo } from 'preact/hooks';
import { Icon } from '../../components/icon.tsx';
import { Notice } from '../../components/layout.tsx';
import { count, duration, sentenceOf, tokens } from '../../format.ts';
import { Entry, Fold } from './entry.tsx';
import { LongText } from './long-text.tsx';
import { pretty, readable } from './texts.ts';
import type {
  EndEntry,
  ModelEntry,
  RememberedEntry,
  ResumedEntry,
  TimelineEntry,
  ToolApproval,
  ToolEnd,
  ToolEntry,
} from './timeline.ts';
import {
  cancelReasons,
  decisionText,
  failureNames,
  finishReasons,
  incompleteReasons,
  unaskedReasons,
} from './words.ts';

/** One entry; drawn again only when it changed, since the same element is left alone. */
export function TimelineItem({ entry, last, over }: TimelineItemProps) {
  return useMemo(() => itemOf({ entry, last, over }), [entry, last, over]);
}

interface TimelineItemProps {
  entry: TimelineEntry;
  /** Whether it is the last model call, whose text is the answer. */
  last: boolean;
  /** Whether the run has ended; what has no end of its own was broken off. */
  over: boolean;
}

function itemOf({ entry, last, over }: TimelineItemProps) {
  switch (entry.kind) {
    case 'model':
      return <ModelItem entry={entry} last={last} over={over} />;
    case 'tool':
      return <ToolItem entry={entry} over={over} />;
    case 'resumed':
      return <ResumedItem entry={entry} />;
    case 'remembered':
      return <RememberedItem entry={entry} />;
    case 'end':
      return <EndItem entry={entry} />;
  }
}

function ModelItem(props: { entry: ModelEntry; last: boolean; over: boolean }) {
  const { entry, last, over } = props;
  const { finished, text, reasoning, notices } = entry;
  const live = !finished && !over;
  const isAnswer = last && finished !== null && finished.finishReason !== 'tool_calls';
  const title =
    entry.call === 0 ? 'Summary of older turns' : isAnswer ? 'Answer' : `Model call ${entry.call}`;
  const facts = finished
    ? [
        duration(finished.ms),
        finished.usage && tokens(finished.usage),
        finishReasons[finished.finishReason],
      ]
    : [live ? 'writing…' : 'broken off'];
  return (
    <Entry icon={isAnswer ? 'message' : 'model'} live={live} title={title} facts={facts}>
      {notices.map((notice) => (
        <p class="summary-line wrap" key={notice}>
          {notice}
        </p>
      ))}
      {reasoning && (
        <Fold summary="Reasoning">
          <LongText text={reasoning} what="reasoning" tail={live} prose />
        </Fold>
      )}
      {text && <LongText text={text} what={isAnswer ? 'answer' : 'text'} tail={live} prose />}
    </Entry>
  );
}

/** Characters of a call's name for screen readers. */
const longestName = 80;

function ToolItem({ entry, over }: { entry: ToolEntry; over: boolean }) {
  const { finished, approval } = entry;
  const args = useMemo(() => pretty(entry.arguments), [entry.arguments]);
  const output = useMemo(() => readable(finished?.output ?? ''), [finished]);
  const named = `${entry.name} ${entry.summary}`.trim().slice(0, longestName);
  const waits = !over && approval !== null && approval.decision === null;
  const live = !finished && !over && !waits;
  const state = live ? 'running…' : waits ? '' : 'broken off';
  const facts = [finished ? duration(finished.ms) : state, finished && endName(finished)];
  return (
    <Entry icon="tool" live={live} failed={finished?.error} title={entry.name} facts={facts}>
      {entry.summary && entry.summary !== approval?.action && (
        <p class="summary-line mono wrap">{entry.summary}</p>
      )}
      {approval && <Approval approval={approval} />}
      {finished?.unasked && (
        <p class="approval-line unasked">
          <Icon name="shield" />
          {unaskedReasons[finished.unasked]}
        </p>
      )}
      <Fold summary="Arguments">
        <LongText text={args} what="arguments" of={named} />
      </Fold>
      {finished && (
        <Fold summary={finished.error ? 'Error' : 'Output'} open={finished.error}>
          {output === '' ? (
            <p class="hint">Nothing</p>
          ) : (
            <LongText text={output} what="output" of={named} copy={finished.output} />
          )}
        </Fold>
      )}
    </Entry>
  );
}

/** How a call ended that did not go well; empty for one that did. */
function endName({ failure, error, exitCode }: ToolEnd): string {
  if (failure) return failureNames[failure];
  if (error) return failureNames.failed;
  return exitCode === null || exitCode === 0 ? '' : `exit ${exitCode}`;
}

function Approval({ approval }: { approval: ToolApproval }) {
  const { decision, reasons } = approval;
  const wasAsked = reasons.length > 0;
  const denied = decision?.answer === 'deny';
  const look = denied ? 'denied' : wasAsked ? '' : 'unasked';
  return (
    <div class={`approval-line ${look}`}>
      <Icon name="shield" />
      <div>
        {decision ? (
          <p>
            {decisionText(decision)}
            {wasAsked && (
              <span class="hint"> · after {duration(decision.at - approval.requestedAt)}</span>
            )}
          </p>
        ) : (
          <p>Waits for your approval</p>
        )}
        {wasAsked && <p class="hint">{sentenceOf(reasons)}</p>}
        {decision?.reason && <p class="hint">The agent was told: “{decision.reason}”</p>}
        {approval.action && <LongText text={approval.action} what="action" />}
      </div>
    </div>
  );
}

function RememberedItem({ entry: { turns, calls } }: { entry: RememberedEntry }) {
  const facts = [
    `${count(calls)} ${calls === 1 ? 'call' : 'calls'} of ${count(turns)} ${turns === 1 ? 'turn' : 'turns'}`,
  ];
  return (
    <Entry icon="activity" title="Remembered" facts={facts}>
      <p class="hint">
        What the tools found in earlier turns, which the client does not send, was put back for the
        model.
      </p>
    </Entry>
  );
}

function ResumedItem({ entry }: { entry: ResumedEntry }) {
  return (
    <li class="entry end">
      <Notice kind="info" title={`Attempt ${entry.attempt}: it goes on from here`}>
        <p>It had broken off, and the client sent its request again. Nothing above ran twice.</p>
        <p class="hint">{entry.because}</p>
      </Notice>
    </li>
  );
}

function EndItem({ entry }: { entry: EndEntry }) {
  switch (entry.type) {
    case 'run.failed':
      return (
        <li class="entry end">
          <Notice kind="error" title="The run failed">
            <p>{entry.error.message}</p>
            <p class="hint mono">{entry.error.code}</p>
          </Notice>
        </li>
      );
    case 'run.cancelled':
      return (
        <li class="entry end">
          <Notice kind="info" title="The run was stopped">
            <p>{cancelReasons[entry.reason]}</p>
          </Notice>
        </li>
      );
    case 'run.completed': {
      const { status, incompleteReason, clientToolCalls } = entry.outcome;
      return (
        <>
          {clientToolCalls.map((call) => (
            <Entry key={call.id} icon="external" title={call.name} facts={['handed to the client']}>
              <LongText text={pretty(call.arguments)} what="arguments" />
            </Entry>
          ))}
          {status === 'incomplete' && (
            <li class="entry end">
              <Notice kind="warning" title="The answer is incomplete">
                <p>{incompleteReasons[incompleteReason ?? 'interrupted']}</p>
              </Notice>
            </li>
          )}
        </>
      );
    }
  }
}
