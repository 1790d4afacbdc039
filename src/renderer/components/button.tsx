import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  onClick?: () => unknown;
  /** Submits the form around it, as Enter in one of its fields does. */
  submit?: boolean;
  children?: ComponentChildren;
  icon?: IconName;
  kind?: 'plain' | 'primary' | 'danger' | 'destructive' | 'quiet';
  /** The name where there is only an icon, or where the text alone is not enough. */
  label?: string;
  disabled?: boolean;
}

/** A button. Without children it is an icon, and `label` is its name. */
export function Button(props: ButtonProps) {
  const { onClick, submit, children, icon, kind = 'plain', label, disabled } = props;
  const shape = children === undefined ? 'icon-only' : '';
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={`button ${kind} ${shape}`}
      aria-label={label}
      title={children === undefined ? label : undefined}
      disabled={disabled}
      onClick={onClick && (() => void onClick())}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** Copies by the main process, since the window has no right to the clipboard, and says so. */
export function CopyButton(props: {
  copy: () => Promise<void>;
  /** What is copied, for its name: "Copy base URL". */
  what: string;
  children?: ComponentChildren;
  disabled?: boolean;
}) {
  const app = useApp();
  const [copied, setCopied] = useState(false);
  const onClick = async (): Promise<void> => {
    if (!(await app.attempt(props.copy))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return (
    <>
      <Button
        kind={props.children === undefined ? 'quiet' : 'plain'}
        icon={copied ? 'check' : 'copy'}
        label={`Copy ${props.what}`}
        onClick={onClick}
        disabled={props.disabled}
      >
        {props.children}
      </Button>
      <span class="visually-hidden" role="status">
        {copied ? `${props.what} copied` : ''}
      </span>
    </>
  );
}
