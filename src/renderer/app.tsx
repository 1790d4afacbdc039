import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PageName } from '../shared/ipc.ts';
import { useApp } from './app-state.ts';
import { Banners } from './components/banners.tsx';
import { Confirm } from './components/confirm.tsx';
import { Icon } from './components/icon.tsx';
import { Sidebar } from './components/sidebar.tsx';
import { keepFocus } from './keep-focus.ts';
import { ActivityPage } from './pages/activity/activity-page.tsx';
import { AgentPage } from './pages/agent/agent-page.tsx';
import { AppPage } from './pages/app/app-page.tsx';
import { ChannelsPage } from './pages/channels/channels-page.tsx';
import { ConnectPage } from './pages/connect/connect-page.tsx';
import { LogsPage } from './pages/logs/logs-page.tsx';
import { ModelPage } from './pages/model/model-page.tsx';
import { ServerPage } from './pages/server/server-page.tsx';
import { TasksPage } from './pages/tasks/tasks-page.tsx';
import { StreamingPage } from './pages/streaming/streaming-page.tsx';

const pages: Record<PageName, ComponentType> = {
  server: ServerPage,
  streaming: StreamingPage,
  model: ModelPage,
  agent: AgentPage,
  connect: ConnectPage,
  channels: ChannelsPage,
  tasks: TasksPage,
  activity: ActivityPage,
  logs: LogsPage,
  app: AppPage,
};

/** The settings window. */
export function Shell() {
  const app = useApp();
  const Current = pages[app.page.value];
  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current ? keepFocus(main.current) : undefined), []);
  return (
    <div class="shell">
      <Sidebar />
      <main ref={main} class="main">
        <Banners />
        <Current key={app.page.value} />
      </main>
      <DoorQuestion />
      <div class="toasts" role="status">
        {app.toasts.value.map((toast) => (
          <div key={toast.id} class={toast.failed ? 'toast failed' : 'toast'}>
            <Icon name={toast.failed ? 'error' : 'check'} />
            {toast.text}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Asks before a change that lets others, or the agent, do more. */
function DoorQuestion() {
  const asked = useApp().door.value;
  if (!asked) return null;
  const { door, answer } = asked;
  return (
    <Confirm
      key={door.name}
      title={`${door.action}?`}
      action={door.action}
      destructive
      onConfirm={() => answer(true)}
      onClose={() => answer(false)}
    >
      {door.meaning}
    </Confirm>
  );
}
