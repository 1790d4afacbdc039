import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { RunList } from './run-list.tsx';
import { RunPage } from './run-page.tsx';

/** All runs, or the one that was chosen. */
export function ActivityPage() {
  const { selectedRun } = useApp();
  const id = selectedRun.value;
  const [before, setBefore] = useState<string | null>(null);
  useEffect(() => {
    if (id !== null) setBefore(id);
  }, [id]);
  return id === null ? <RunList returnTo={before} /> : <RunPage key={id} id={id} />;
}
