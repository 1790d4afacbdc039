import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface VirtualListProps {
  count: number;
  /** Height of every row, in CSS pixels. */
  rowHeight: number;
  /** Stays at the end while lines come, until the person scrolls up. */
  follow: boolean;
  onFollowChange: (follow: boolean) => void;
  row: (index: number) => ComponentChildren;
  /** The row that must be in sight, if any. */
  revealed?: number;
  onKeyDown?: (event: KeyboardEvent) => void;
  label: string;
}

/** Rows drawn beyond both edges, so that fast scrolling shows no gap. */
const overscan = 12;

/** A list of any length of which only the visible rows are in the document. */
export function VirtualList(props: VirtualListProps) {
  const { count, rowHeight, follow } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });

  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => {
      setView({ top: element.scrollTop, height: element.clientHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (follow) box.current!.scrollTop = count * rowHeight;
  }, [count, follow, rowHeight, view.height]);

  useLayoutEffect(() => {
    if (props.revealed === undefined) return;
    const element = box.current!;
    const top = props.revealed * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  }, [props.revealed, rowHeight]);

  const onScroll = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = box.current!;
    setView({ top: scrollTop, height: clientHeight });
    const atEnd = scrollTop + clientHeight >= scrollHeight - rowHeight;
    if (atEnd !== follow) props.onFollowChange(atEnd);
  };

  const first = Math.max(0, Math.floor(view.top / rowHeight) - overscan);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + overscan);
  const rows = [];
  for (let index = first; index < last; index += 1) rows.push(props.row(index));

  return (
    <div
      ref={box}
      class="virtual-list"
      role="log"
      aria-label={props.label}
      aria-live="off"
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={props.onKeyDown}
    >
      <div style={{ height: `${count * rowHeight}px`, position: 'relative' }}>
        <div style={{ transform: `translateY(${first * rowHeight}px)` }}>{rows}</div>
      </div>
    </div>
  );
}
