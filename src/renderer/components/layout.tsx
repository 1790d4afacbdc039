import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

/** A page: its title, one sentence about it, and its sections. The title takes the focus on opening. */
export function Page(props: {
  title: string;
  intro?: string;
  /** Beside the title. */
  action?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class="page">
      <div class="column">
        <PageHead {...props} />
        {props.children}
      </div>
    </div>
  );
}

/** The title of a page with what stands beside it. */
export function PageHead(props: { title: string; intro?: string; action?: ComponentChildren }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <header class="page-head">
      <div>
        <h1 ref={title} tabIndex={-1}>
          {props.title}
        </h1>
        {props.intro && <p>{props.intro}</p>}
      </div>
      {props.action}
    </header>
  );
}

/** A group of rows under a heading. */
export function Section(props: {
  title: string;
  intro?: string;
  action?: ComponentChildren;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <header>
        <div>
          <h2 id={id}>{props.title}</h2>
          {props.intro && <p class="hint">{props.intro}</p>}
        </div>
        {props.action}
      </header>
      {props.children}
    </section>
  );
}

/** A surface for rows. */
export function Card(props: { children: ComponentChildren; padded?: boolean }) {
  return <div class={props.padded ? 'card padded' : 'card'}>{props.children}</div>;
}

/** A row that is folded away until it is asked for. */
export function More(props: { summary: string; children: ComponentChildren }) {
  return (
    <details class="more card">
      <summary>
        <Icon name="chevron" />
        {props.summary}
      </summary>
      {props.children}
    </details>
  );
}

/** Something the person should know, with what can be done about it. */
export function Notice(props: {
  kind: 'info' | 'warning' | 'error';
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
  /** Read out at once when it appears. */
  live?: boolean;
}) {
  const icon: IconName = props.kind === 'info' ? 'info' : 'warning';
  return (
    <div class={`notice ${props.kind}`} role={props.live ? 'alert' : undefined}>
      <Icon name={icon} />
      <div>
        <strong>{props.title}</strong>
        {props.children}
      </div>
      {props.action && <div class="buttons">{props.action}</div>}
    </div>
  );
}

/** What stands where there is nothing to list. */
export function Empty(props: { icon: IconName; title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      <p>{props.children}</p>
    </div>
  );
}
