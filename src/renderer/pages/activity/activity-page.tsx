import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { RunList } from './run-list.tsx';
import { RunPage } from './run-page.tsx';

/** All runs, or the one that was chosen. */
export function ActivityPage() {
  const { selectedRun, state } = useApp();
  const id = selectedRun.value;
  const [before, setBefore] = useState<string | null>(null);
  useEffect(() => {
    if (id !== null) setBefore(id);
  }, [id]);
  if (id === null) return <RunList returnTo={before} />;
  // A run that goes on has a log of its own for each attempt.
  const attempt = state.runs.value.find((run) => run.id === id)?.attempts ?? 1;
  return <RunPage key={`${id} ${attempt}`} id={id} />;
}
