import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button.tsx';

/** Asks before something that cannot be undone. The browser's own dialog keeps the focus inside. */
export function Confirm(props: {
  title: string;
  children: ComponentChildren;
  /** The verb on the button that does it. */
  action: string;
  destructive?: boolean;
  onConfirm: () => unknown;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={props.onClose}>
      <h2 id={id}>{props.title}</h2>
      <p>{props.children}</p>
      <div class="buttons">
        <Button onClick={() => dialog.current?.close()}>Cancel</Button>
        <Button
          kind={props.destructive ? 'destructive' : 'primary'}
          onClick={async () => {
            await props.onConfirm();
            dialog.current?.close();
          }}
        >
          {props.action}
        </Button>
      </div>
    </dialog>
  );
}
