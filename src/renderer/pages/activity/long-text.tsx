import { useMemo, useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { size } from '../../format.ts';
import { piecesOf } from './texts.ts';

/** Characters shown before the person asks for all. */
const shortLength = 1500;
/** Characters in one block of a long text; the browser lays out only those in sight. */
const pieceLength = 8000;

/** A text of any length: its beginning, and on demand all of it in a box that scrolls. */
export function LongText(props: {
  text: string;
  /** What it is, for its name and the copy button: "output". */
  what: string;
  /** What it belongs to, where several of its kind may stand on the page. */
  of?: string;
  /** Shows the end while it grows. */
  tail?: boolean;
  /** Written for people, not for machines. */
  prose?: boolean;
  /** What is copied, where it is not the text as shown. */
  copy?: string;
}) {
  const { text, what, of, tail, prose, copy = text } = props;
  const { api } = useApp();
  const [open, setOpen] = useState(false);
  const long = text.length > shortLength;
  const pieces = useMemo(() => (open ? piecesOf(text, pieceLength) : []), [open, text]);
  const short = !long ? text : tail ? `…${text.slice(-shortLength)}` : text.slice(0, shortLength);
  return (
    <div class={prose ? 'long-text prose' : 'long-text'}>
      <pre
        tabIndex={0}
        role="region"
        aria-label={of === undefined ? what : `${what} of ${of}`}
        class={open ? 'open' : ''}
      >
        {open ? pieces.map((piece, index) => <span key={index}>{piece}</span>) : short}
        {!open && long && !tail && '…'}
      </pre>
      <CopyButton what={what} copy={() => api.copyText({ text: copy })} />
      {long && (
        <Button
          kind="quiet"
          onClick={() => setOpen(!open)}
          label={open ? `Show less of ${what}` : `Show all (${size(text.length)}) of ${what}`}
        >
          {open ? 'Show less' : `Show all (${size(text.length)})`}
        </Button>
      )}
    </div>
  );
}
