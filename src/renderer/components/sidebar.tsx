import type { ServerView } from '../../shared/desktop-state.ts';
import type { PageName } from '../../shared/ipc.ts';
import { useApp } from '../app-state.ts';
import { Icon, StateMark } from './icon.tsx';

const pageTitles: Record<PageName, string> = {
  server: 'Server',
  streaming: 'Streaming',
  model: 'Model',
  agent: 'Agent',
  connect: 'Connect',
  channels: 'Channels',
  tasks: 'Tasks',
  activity: 'Activity',
  logs: 'Logs',
  app: 'App',
};

/** What the states of the server are called. */
export const stateNames: Record<ServerView['state'], string> = {
  stopped: 'Stopped',
  starting: 'Starting…',
  running: 'Running',
  stopping: 'Stopping…',
  failed: 'Not running',
};

/** The server's state on top, and below it the pages. */
export function Sidebar() {
  const { page, selectedRun, state } = useApp();
  const show = (name: PageName): void => {
    // Chosen again, Activity leads from a run back to all of them.
    if (page.value === name) selectedRun.value = null;
    page.value = name;
  };
  const active = state.runs.value.filter((run) => run.finishedAt === null).length;
  return (
    <aside class="sidebar">
      <StatusCard />
      <nav class="nav" aria-label="Pages">
        {(Object.keys(pageTitles) as PageName[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-current={page.value === name ? 'page' : undefined}
            onClick={() => show(name)}
          >
            <Icon name={name} />
            {pageTitles[name]}
            {name === 'activity' && active > 0 && (
              <span class="count">
                {active}
                <span class="visually-hidden"> under way</span>
              </span>
            )}
          </button>
        ))}
      </nav>
      <footer>Hermes Tray {state.app.value.version}</footer>
    </aside>
  );
}

function StatusCard() {
  const { state } = useApp();
  const server = state.server.value;
  return (
    <div class="status-card" role="status" aria-label="Server">
      <StateMark mark={server.state} />
      <strong>{stateNames[server.state]}</strong>
      <ServerSwitch />
      <span class="address mono">
        {server.state === 'failed' && server.problem?.takenPort
          ? `Port ${server.problem.takenPort} is in use`
          : server.address}
      </span>
    </div>
  );
}

/** Turns the server on and off; shows where it really is, not where it was asked to go. */
export function ServerSwitch({ id }: { id?: string }) {
  const { api, state, attempt } = useApp();
  const { state: now } = state.server.value;
  const on = now === 'running' || now === 'starting';
  return (
    <input
      id={id}
      type="checkbox"
      role="switch"
      class="switch"
      aria-label={id ? undefined : 'Server'}
      checked={on}
      onClick={(event) => {
        // The state that comes back decides what is shown.
        event.preventDefault();
        void attempt(() => (on ? api.stopServer() : api.startServer()));
      }}
    />
  );
}
