import { describe, expect, test } from 'vitest';
import { menuTemplate } from '../../../../src/main/desktop/tray/menu-template.ts';
import {
  trayMenu,
  type TrayAction,
  type TrayItem,
} from '../../../../src/main/desktop/tray/tray-menu.ts';
import { activeRun, idleState, waitingApproval } from '../desktop-state.ts';

/** The menu as a person reads it. */
function readable(items: readonly TrayItem[]): string[] {
  return items.map((entry) => {
    switch (entry.kind) {
      case 'separator':
        return '—';
      case 'text':
        return `(${entry.label})`;
      case 'menu':
        return `${entry.label} > ${readable(entry.items).join(' | ')}`;
      case 'check':
        return `${entry.checked ? '✓' : ' '} ${entry.label}${entry.enabled === false ? ' (off)' : ''}`;
      case 'item':
        return `${entry.label}${entry.enabled === false ? ' (off)' : ''}`;
    }
  });
}

function actionOf(items: readonly TrayItem[], label: string): TrayAction | undefined {
  for (const entry of items) {
    if (entry.kind === 'menu') {
      const inner = actionOf(entry.items, label);
      if (inner) return inner;
    } else if ('action' in entry && entry.label === label) return entry.action;
  }
  return undefined;
}

describe('the tray menu', () => {
  test('of an idle app', () => {
    expect(readable(trayMenu(idleState()))).toEqual([
      '(Hermes Tray — Running on 127.0.0.1:8642)',
      '✓ Server',
      '—',
      'Copy base URL',
      'Copy API key',
      'Connect a client…',
      '—',
      '(No active runs)',
      '—',
      'Settings…',
      'Activity & logs…',
      '  Start at login',
      'Check for updates…',
      '—',
      'Quit',
    ]);
  });

  test('lists runs with Stop, and decisions that wait', () => {
    const long = activeRun({ id: 'run_2', title: 'a'.repeat(200) });
    const done = activeRun({ id: 'run_0', title: 'Done', finishedAt: 2000 });
    const menu = trayMenu(
      idleState({ runs: [activeRun(), long, done], approvals: [waitingApproval()] }),
    );
    const lines = readable(menu);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^Active runs \(2\) > Stop: ChatBox — Tidy up my downloads \| .{60} \| — \| Stop all$/,
      ),
    );
    expect(lines).toContain('Pending approvals (1) > ChatBox: rm -rf build');
    expect(actionOf(menu, 'Stop: ChatBox — Tidy up my downloads')).toEqual({
      do: 'stopRun',
      id: 'run_1',
    });
    expect(actionOf(menu, 'Stop all')).toEqual({ do: 'stopAllRuns' });
    expect(actionOf(menu, 'ChatBox: rm -rf build')).toEqual({ do: 'showApprovals' });
  });

  test('says of a run that has no title yet that it is being prepared', () => {
    const menu = trayMenu(idleState({ runs: [activeRun({ title: '', status: 'queued' })] }));
    expect(actionOf(menu, 'Stop: ChatBox — being prepared')).toEqual({
      do: 'stopRun',
      id: 'run_1',
    });
  });

  test('offers a free port when the port is taken, and nothing to copy', () => {
    const { server } = idleState();
    const menu = trayMenu(
      idleState({
        server: {
          ...server,
          state: 'failed',
          problem: { message: 'Port 8642 is in use.', takenPort: 8642 },
        },
      }),
    );
    expect(readable(menu).slice(0, 6)).toEqual([
      '(Hermes Tray — Port 8642 is in use)',
      'Use a free port',
      '—',
      '  Server',
      '—',
      'Copy base URL (off)',
    ]);
    expect(actionOf(menu, 'Use a free port')).toEqual({ do: 'useFreePort' });
  });

  test('the Server entry turns it off while it runs and on while it does not', () => {
    const { server } = idleState();
    expect(actionOf(trayMenu(idleState()), 'Server')).toEqual({ do: 'stopServer' });
    const stopped = idleState({ server: { ...server, state: 'stopped' } });
    expect(actionOf(trayMenu(stopped), 'Server')).toEqual({ do: 'startServer' });
  });

  test('a downloaded update is offered', () => {
    const update = { state: 'ready', version: '2.0.0', progress: null, message: null } as const;
    const menu = trayMenu(idleState({ update }));
    expect(actionOf(menu, 'Restart to update to 2.0.0')).toEqual({ do: 'installUpdate' });
  });

  test('an update that was found is offered', () => {
    const update = { state: 'available', version: '2.0.0', progress: null, message: null } as const;
    const menu = trayMenu(idleState({ update }));
    expect(actionOf(menu, 'Update to 2.0.0…')).toEqual({ do: 'open', page: 'app' });
  });

  test('no free port is offered where the environment sets the port', () => {
    const { server, settings } = idleState();
    const problem = { message: 'Port 1 is in use.', takenPort: 1 };
    const locked = [{ path: 'server.port', source: 'environment', name: 'X' }] as const;
    const menu = trayMenu(
      idleState({
        server: { ...server, state: 'failed', problem },
        settings: { ...settings, locked },
      }),
    );
    expect(actionOf(menu, 'Use a free port')).toBeUndefined();
  });

  test('start at login cannot be chosen where the environment sets it', () => {
    const { settings } = idleState();
    const locked = [{ path: 'app.startAtLogin', source: 'environment', name: 'X' }] as const;
    const menu = trayMenu(idleState({ settings: { ...settings, locked } }));
    expect(readable(menu)).toContain('  Start at login (off)');
  });
});

test('the native menu performs what its entry says', () => {
  const done: TrayAction[] = [];
  const template = menuTemplate(trayMenu(idleState({ runs: [activeRun()] })), (action) =>
    done.push(action),
  );
  const choose = (entry: (typeof template)[number] | undefined): void =>
    entry?.click?.(undefined as never, undefined, undefined as never);
  choose(template.find((entry) => entry.label === 'Server'));
  const runs = template.find((entry) => entry.label === 'Active runs (1)');
  choose((runs!.submenu as typeof template)[0]);
  expect(done).toEqual([{ do: 'stopServer' }, { do: 'stopRun', id: 'run_1' }]);
});
