import { useEffect, useState } from 'preact/hooks';
import type { RunDetail } from '../../../shared/desktop-state.ts';
import { messageOf, useApp } from '../../app-state.ts';
import { emptyTimeline, extendTimeline, type Timeline } from './timeline.ts';

/** A run as it is watched. */
export type WatchedRun =
  | { state: 'loading' }
  /** It is no longer kept, or could not be read. */
  | { state: 'gone'; reason: string }
  | { state: 'shown'; request: RunDetail['request']; run: RunDetail['run']; timeline: Timeline };

/** Reads a run and follows it while it goes on. */
export function useRun(id: string): WatchedRun {
  const { api } = useApp();
  const [watched, setWatched] = useState<WatchedRun>({ state: 'loading' });

  useEffect(() => {
    let left = false;
    let next = 0;
    const end = api.on('runEvents', (batch) => {
      // What was pushed before it was asked for, or twice, is known already.
      if (left || batch.runId !== id || batch.next <= next) return;
      next = batch.next;
      setWatched((now) =>
        now.state === 'shown'
          ? { ...now, timeline: extendTimeline(now.timeline, batch.events) }
          : now,
      );
    });
    const read = async (): Promise<void> => {
      const detail = await api.getRun({ id });
      if (left) return;
      if (!detail) {
        setWatched({
          state: 'gone',
          reason: 'Only the latest runs are kept, until the app quits.',
        });
        return;
      }
      next = detail.next;
      const timeline = extendTimeline(emptyTimeline, detail.events);
      setWatched({ state: 'shown', request: detail.request, run: detail.run, timeline });
      await api.watchRun({ id, from: detail.next });
    };
    read().catch((error: unknown) => setWatched({ state: 'gone', reason: messageOf(error) }));
    return () => {
      left = true;
      end();
      void api.watchRun({ id: null });
    };
  }, [id]);

  return watched;
}
