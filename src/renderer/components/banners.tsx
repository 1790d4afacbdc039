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
  const wall = useMissingWall();
  const quiet = !wall && !problem && waiting === 0 && notices.length === 0 && open.length === 0;
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
      {wall}
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

/** Says that the wall cannot be had, and what that means; null where it can, or where none is wanted. */
function useMissingWall() {
  const { state, page } = useApp();
  const [dismissed, setDismissed] = useState(false);
  const { confinement } = state.settings.value.values.agent;
  const { state: wall, reason, trying } = state.confinement.value;
  if (wall !== 'unavailable' || trying) return null;
  const look = <Button onClick={() => (page.value = 'agent')}>Agent settings…</Button>;
  if (confinement === 'required') {
    return (
      <Notice
        kind="error"
        title="Nothing can run: the wall is required and cannot be had"
        action={look}
      >
        <p>{reason}</p>
      </Notice>
    );
  }
  // On Windows there is none to be had.
  if (dismissed || state.app.value.platform === 'win32') return null;
  return (
    <Notice
      kind="info"
      title="There is no wall around programs"
      action={
        <>
          {look}
          <Button onClick={() => setDismissed(true)}>Dismiss</Button>
        </>
      }
    >
      <p>
        Commands run with all your rights; what is dangerous asks first. The Agent page says what
        hinders it.
      </p>
    </Notice>
  );
}
