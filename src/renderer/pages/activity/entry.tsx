import type { ComponentChildren } from 'preact';
import { Icon, StateMark, type IconName } from '../../components/icon.tsx';

/** An entry of the timeline: a bead on the line, a title, facts beside it, and what belongs to it. */
export function Entry(props: {
  icon: IconName;
  title: string;
  facts: readonly (string | false | null | undefined)[];
  /** It goes on. */
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

/** A part of an entry that is folded away until it is asked for. */
export function Fold(props: {
  summary: string;
  open?: boolean | undefined;
  children: ComponentChildren;
}) {
  return (
    <details open={props.open}>
      <summary>
        <Icon name="chevron" />
        {props.summary}
      </summary>
      {props.children}
    </details>
  );
}
