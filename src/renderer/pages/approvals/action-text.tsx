import { useEffect, useRef } from 'preact/hooks';
import type { ApprovalView } from '../../../shared/desktop-state.ts';
import { showHidden } from '../../../shared/safety/hidden-characters.ts';

/** The dangerous parts of an action and the rest, in order. */
function parts({ action, dangerous }: ApprovalView): { text: string; danger: boolean }[] {
  const found: { text: string; danger: boolean }[] = [];
  let at = 0;
  for (const { start, end } of dangerous) {
    found.push({ text: action.slice(at, start), danger: false });
    found.push({ text: action.slice(start, end), danger: true });
    at = end;
  }
  found.push({ text: action.slice(at), danger: false });
  return found.filter(({ text }) => text !== '');
}

/** A text whose hidden characters are marks. */
function Marked({ text }: { text: string }) {
  return (
    <>
      {showHidden(text).map((piece, index) =>
        piece.hidden ? (
          <span key={index} class="hidden-character" title={piece.hidden}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/**
 * The whole action: dangerous parts and hidden characters marked.
 * @param onSeen called once its end was in view; at once where it fits
 */
export function ActionText({ approval, onSeen }: { approval: ApprovalView; onSeen: () => void }) {
  const text = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const element = text.current!;
    const look = (): void => {
      const left = element.scrollHeight - element.clientHeight - element.scrollTop;
      // Where the system scales, the three are not whole together.
      if (left <= 4) onSeen();
    };
    look();
    element.addEventListener('scroll', look);
    addEventListener('resize', look);
    return () => {
      element.removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, []);
  return (
    <pre ref={text} tabIndex={0} aria-label="Full action">
      {parts(approval).map(({ text: part, danger }, index) =>
        danger ? (
          <mark key={index}>
            <Marked text={part} />
          </mark>
        ) : (
          <Marked key={index} text={part} />
        ),
      )}
    </pre>
  );
}
