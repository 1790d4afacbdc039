import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** A dialog over the page. The browser's own keeps the focus inside and gives it back afterwards. */
export function Dialog(props: {
  title: string;
  wide?: boolean;
  onClose: () => void;
  /** The content, given what closes the dialog. */
  children: (close: () => void) => ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class={props.wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onClose={props.onClose}
    >
      <h2 id={id}>{props.title}</h2>
      {props.children(() => dialog.current?.close())}
    </dialog>
  );
}
