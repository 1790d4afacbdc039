import { useState } from 'preact/hooks';
import { openDoors } from '../../shared/safety/open-doors.ts';
import { useApp } from '../app-state.ts';
import { Button } from './button.tsx';
import { Notice } from './layout.tsx';

/** What matters on every page: a server that cannot run, decisions that wait, a damaged file. */
export function Banners() {
  const { api, attempt, state } = useApp();
  const { problem } = state.server.value;
  const waiting = state.approvals.value.length;
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const portLocked = state.settings.value.locked.some((each) => each.path === 'server.port');
  const notices = state.settings.value.notices.filter((each) => !dismissed.includes(each));
  const { noTray } = state.app.value;
  const tellOfTray = noTray !== null && !noTray.told;
  const { values, secrets } = state.settings.value;
  const open = openDoors(values, secrets.apiKey);
  const quiet = !problem && waiting === 0 && notices.length === 0 && open.length === 0;
  if (quiet && !tellOfTray) return null;
  return (
    <div class="banners">
      {problem && (
        <Notice
          kind="error"
          title="The server is not running"
          live
          action={
            problem.takenPort !== null &&
            !portLocked && <Button onClick={() => attempt(api.useFreePort)}>Use a free port</Button>
          }
        >
          <p>{problem.message}</p>
        </Notice>
      )}
      {waiting > 0 && (
        <Notice
          kind="warning"
          title={waiting === 1 ? 'One action waits for you' : `${waiting} actions wait for you`}
          live
          action={<Button onClick={() => attempt(api.showApprovals)}>Review…</Button>}
        >
          <p>The client’s stream is kept open until you decide.</p>
        </Notice>
      )}
      {tellOfTray && (
        <Notice
          kind="info"
          title="This desktop shows no tray icon"
          action={
            <Button
              onClick={() => attempt(() => api.updateSettings({ app: { noTraySeen: true } }))}
            >
              OK
            </Button>
          }
        >
          <p>Closing this window minimises it, and Quit is on the App page. {noTray.remedy}</p>
        </Notice>
      )}
      {open.length > 0 && (
        <Notice kind="warning" title={open.map(({ name }) => name).join(' · ')}>
          <p>{open.map(({ meaning }) => meaning).join(' ')}</p>
        </Notice>
      )}
      {notices.length > 0 && (
        <Notice
          kind="warning"
          title="Not everything could be read"
          action={<Button onClick={() => setDismissed([...dismissed, ...notices])}>Dismiss</Button>}
        >
          {notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </Notice>
      )}
    </div>
  );
}
