import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { LogLines, type LogFilter } from './log-lines.ts';

/**
 * The live lines; drawing follows at most once per frame however many batches come. A failure to read
 * them is said.
 */
export function useLogLines(
  filter: LogFilter,
  paused: boolean,
): { lines: LogLines; loading: boolean; clear: () => void } {
  const { api, attempt } = useApp();
  const lines = useRef<LogLines | null>(null);
  lines.current ??= new LogLines();
  const [, redraw] = useState(0);
  const [loading, setLoading] = useState(true);

  useEffect(() => {
    lines.current!.filter(filter);
    redraw((n) => n + 1);
  }, [filter.level, filter.text]);

  useEffect(() => {
    if (paused) return;
    const own = lines.current!;
    let ended = false;
    let frame = 0;
    const draw = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        redraw((n) => n + 1);
      });
    };
    // What comes while the backlog is read waits, so that the order is kept.
    const waiting: Parameters<typeof own.add>[0][] = [];
    let live = false;
    const stop = api.on('logs', (batch) => {
      if (live) own.add(batch);
      else waiting.push(batch);
      draw();
    });
    const catchUp = async (): Promise<void> => {
      await api.watchLogs({ on: true });
      for (let more = true; more && !ended;) {
        const page = await api.readLogs({ after: own.lastId });
        own.add(page.lines);
        more = page.more;
        draw();
      }
      for (const batch of waiting) own.add(batch);
      live = true;
      setLoading(false);
      draw();
    };
    void attempt(catchUp);
    return () => {
      ended = true;
      stop();
      cancelAnimationFrame(frame);
      void api.watchLogs({ on: false });
    };
  }, [paused]);

  const clear = (): void => {
    lines.current!.clear();
    redraw((n) => n + 1);
  };
  return { lines: lines.current, loading, clear };
}
