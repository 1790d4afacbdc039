import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Icon, StateMark, type IconName } from '../../components/icon.tsx';
import { Notice } from '../../components/layout.tsx';
import { count, duration, pretty, readable } from './format.ts';
import { LongText } from './long-text.tsx';
import type { EndEntry, ModelEntry, TimelineEntry, ToolApproval, ToolEntry } from './timeline.ts';
import { cancelReasons, decisionText, finishReasons, incompleteReasons } from './words.ts';

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
    case 'end':
      return <EndItem entry={entry} />;
  }
}

function ModelItem(props: { entry: ModelEntry; last: boolean; over: boolean }) {
  const { entry, last, over } = props;
  const { finished, text, reasoning } = entry;
  const live = !finished && !over;
  const isAnswer = last && finished !== null && finished.finishReason !== 'tool_calls';
  const title =
    entry.call === 0 ? 'Summary of older turns' : isAnswer ? 'Answer' : `Model call ${entry.call}`;
  const facts = finished
    ? [
        duration(finished.ms),
        finished.usage &&
          `${count(finished.usage.inputTokens)} → ${count(finished.usage.outputTokens)} tokens`,
        finishReasons[finished.finishReason],
      ]
    : [live ? 'writing…' : 'broken off'];
  return (
    <Item icon={isAnswer ? 'message' : 'model'} live={live} title={title} facts={facts}>
      {reasoning && (
        <details>
          <summary>
            <Icon name="chevron" />
            Reasoning
          </summary>
          <LongText text={reasoning} what="reasoning" tail={live} prose />
        </details>
      )}
      {text && <LongText text={text} what={isAnswer ? 'answer' : 'text'} tail={live} prose />}
    </Item>
  );
}

function ToolItem({ entry, over }: { entry: ToolEntry; over: boolean }) {
  const { finished, approval } = entry;
  const args = useMemo(() => pretty(entry.arguments), [entry.arguments]);
  const output = useMemo(() => readable(finished?.output ?? ''), [finished]);
  const waits = !over && approval !== null && approval.decision === null;
  const live = !finished && !over && !waits;
  const state = live ? 'running…' : waits ? '' : 'broken off';
  const facts = [finished ? duration(finished.ms) : state, finished?.error && 'error'];
  return (
    <Item icon="tool" live={live} failed={finished?.error} title={entry.name} facts={facts}>
      {entry.summary && <p class="summary-line mono wrap">{entry.summary}</p>}
      {approval && <Approval approval={approval} />}
      <details>
        <summary>
          <Icon name="chevron" />
          Arguments
        </summary>
        <LongText text={args} what="arguments" />
      </details>
      {finished && (
        <details open={finished.error}>
          <summary>
            <Icon name="chevron" />
            {finished.error ? 'Error' : 'Output'}
          </summary>
          {output === '' ? (
            <p class="hint">Nothing</p>
          ) : (
            <LongText text={output} what="output" copy={finished.output} />
          )}
        </details>
      )}
    </Item>
  );
}

function Approval({ approval }: { approval: ToolApproval }) {
  const { decision, reasons } = approval;
  const why = reasons.length > 0 ? `It ${new Intl.ListFormat('en').format(reasons)}.` : '';
  return (
    <div class={`approval-line ${decision?.answer === 'deny' ? 'denied' : ''}`}>
      <Icon name="shield" />
      <div>
        {decision ? (
          <p>
            {decisionText(decision)}
            {reasons.length > 0 && (
              <span class="hint"> · after {duration(decision.at - approval.requestedAt)}</span>
            )}
          </p>
        ) : (
          <p>Waits for your approval</p>
        )}
        {why && <p class="hint">{why}</p>}
        {approval.action && <LongText text={approval.action} what="action" />}
      </div>
    </div>
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
            <Item key={call.id} icon="external" title={call.name} facts={['handed to the client']}>
              <LongText text={pretty(call.arguments)} what="arguments" />
            </Item>
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

function Item(props: {
  icon: IconName;
  title: string;
  facts: readonly (string | false | null | undefined)[];
  live?: boolean;
  failed?: boolean | undefined;
  children?: ComponentChildren;
}) {
  return (
    <li class={`entry ${props.failed ? 'failed' : ''}`}>
      <span class="bead">
        {props.live ? <StateMark mark="in_progress" /> : <Icon name={props.icon} />}
      </span>
      <div class="body">
        <h2>
          {props.title}
          <span class="hint">{props.facts.filter(Boolean).join(' · ')}</span>
        </h2>
        {props.children}
      </div>
    </li>
  );
}
