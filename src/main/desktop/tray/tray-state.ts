import type { DesktopState } from '../../../shared/desktop-state.ts';

/** What the tray icon says, by its shape. */
export const trayStates = ['stopped', 'idle', 'working', 'needs-approval', 'error'] as const;
/** One of {@link trayStates}. */
export type TrayState = (typeof trayStates)[number];

/** The one thing that matters most now: a decision that waits comes before everything else. */
export function trayState(state: DesktopState): TrayState {
  if (state.approvals.length > 0) return 'needs-approval';
  if (state.server.state === 'failed') return 'error';
  if (state.runs.some((run) => run.finishedAt === null)) return 'working';
  return state.server.state === 'stopped' ? 'stopped' : 'idle';
}

/** Whether other computers can reach the server now. */
export function isOnNetwork(state: DesktopState): boolean {
  return state.server.onNetwork;
}

/** The state and the address in one line: "Running on 127.0.0.1:8642". */
export function statusLine(state: DesktopState): string {
  const { server } = state;
  switch (server.state) {
    case 'running':
      return `Running on ${server.address}`;
    case 'starting':
      return 'Starting…';
    case 'stopping':
      return 'Stopping…';
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return server.problem?.takenPort
        ? `Port ${server.problem.takenPort} is in use`
        : 'Not running';
  }
}

/** What shows when the pointer rests on the icon. */
export function tooltip(state: DesktopState): string {
  const active = state.runs.filter((run) => run.finishedAt === null).length;
  const waiting = state.approvals.length;
  const parts = [
    `Hermes Tray — ${statusLine(state)}`,
    isOnNetwork(state) ? 'reachable from the network' : '',
    active > 0 ? `${active} ${active === 1 ? 'run' : 'runs'} under way` : '',
    waiting > 0 ? `${waiting} waiting for you` : '',
  ];
  return parts.filter(Boolean).join(' · ');
}
