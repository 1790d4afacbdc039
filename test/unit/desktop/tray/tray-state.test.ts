import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ServerView } from '../../../../src/shared/desktop-state.ts';
import { trayIconPath } from '../../../../src/main/desktop/tray/tray-icon.ts';
import {
  isOnNetwork,
  statusLine,
  tooltip,
  trayState,
  trayStates,
} from '../../../../src/main/desktop/tray/tray-state.ts';
import { activeRun, idleState, waitingApproval } from '../desktop-state.ts';

const { server } = idleState();
const withServer = (part: Partial<ServerView>) => idleState({ server: { ...server, ...part } });
const taken = withServer({
  state: 'failed',
  problem: { message: 'Port 8642 is in use by node (4711).', takenPort: 8642 },
});

test('the icon says what matters most', () => {
  expect(trayState(idleState())).toBe('idle');
  expect(trayState(withServer({ state: 'stopped' }))).toBe('stopped');
  expect(trayState(idleState({ runs: [activeRun({ finishedAt: 2000 })] }))).toBe('idle');
  expect(trayState(idleState({ runs: [activeRun()] }))).toBe('working');
  expect(trayState({ ...taken, runs: [activeRun()] })).toBe('error');
  expect(trayState({ ...taken, approvals: [waitingApproval()] })).toBe('needs-approval');
});

test('the badge shows only while other computers can reach a server that runs', () => {
  expect(isOnNetwork(withServer({ onNetwork: true }))).toBe(true);
  expect(isOnNetwork(idleState())).toBe(false);
});

test('the status line names the address, or the port that is taken', () => {
  expect(statusLine(idleState())).toBe('Running on 127.0.0.1:8642');
  expect(statusLine(withServer({ address: '[::1]:99' }))).toBe('Running on [::1]:99');
  expect(statusLine(taken)).toBe('Port 8642 is in use');
  expect(statusLine(withServer({ state: 'failed' }))).toBe('Not running');
});

test('the tooltip tells state, address, network, runs and decisions', () => {
  expect(tooltip(idleState())).toBe('Hermes Tray — Running on 127.0.0.1:8642');
  const busy = idleState({
    server: { ...server, address: '0.0.0.0:8642', onNetwork: true },
    runs: [activeRun(), activeRun({ id: 'run_2' })],
    approvals: [waitingApproval()],
  });
  expect(tooltip(busy)).toBe(
    'Hermes Tray — Running on 0.0.0.0:8642 · reachable from the network · 2 runs under way · 1 waiting for you',
  );
});

test.each(['linux', 'darwin', 'win32'] as const)('every icon exists on %s', (platform) => {
  const paths = trayStates.flatMap((state) =>
    [false, true].map((onNetwork) => trayIconPath('assets/tray', platform, state, onNetwork)),
  );
  expect(paths).toHaveLength(10);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});
