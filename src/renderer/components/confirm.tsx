import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks before something that cannot be undone. */
export function Confirm(props: {
  title: string;
  children: ComponentChildren;
  /** The verb on the button that does it. */
  action: string;
  destructive?: boolean;
  onConfirm: () => unknown;
  onClose: () => void;
}) {
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {(close) => (
        <>
          <p>{props.children}</p>
          <div class="buttons">
            <Button onClick={close}>Cancel</Button>
            <Button
              kind={props.destructive ? 'destructive' : 'primary'}
              onClick={async () => {
                await props.onConfirm();
                close();
              }}
            >
              {props.action}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
