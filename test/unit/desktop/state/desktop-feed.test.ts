import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDesktopFeed } from '../../../../src/main/desktop/state/desktop-feed.ts';
import type { DesktopState } from '../../../../src/shared/desktop-state.ts';
import { settingsSchema } from '../../../../src/shared/settings.ts';
import { idleState } from '../desktop-state.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The parts of a host that a feed watches, each with a way to say that it changed. */
function watched() {
  const listeners: Record<string, Set<() => void>> = {};
  const source = (name: string) => ({
    onChange: (listener: () => void) => {
      const set = (listeners[name] ??= new Set());
      set.add(listener);
      return () => set.delete(listener);
    },
  });
  const host = {
    dataDir: '/data',
    settings: { ...source('settings'), current: settingsSchema.parse({}), locked: [], notices: [] },
    secrets: {
      ...source('secrets'),
      get: (name: string) => (name === 'apiKey' ? 'sk-hermes-secret' : undefined),
    },
    server: { ...source('server'), state: { status: 'stopped' }, boundToNetwork: false },
    runs: { ...source('runs'), list: () => [] },
    approvals: { ...source('approvals'), pending: () => [] },
    confinement: { ...source('confinement'), status: idleState().confinement },
    store: { notices: [] as string[] },
    mcpServers: () => [
      { name: 'files', state: 'starting', since: 5, words: 'Downloading', tools: [] },
    ],
    tasks: source('tasks'),
    channels: {
      ...source('channels'),
      state: () => ({ status: 'off' }),
      known: { waiting: [], people: [] },
    },
    toolbox: {
      mcp: source('mcp'),
      userEnvironment: { ...source('environment'), source: idleState().environment },
    },
  };
  const feed = createDesktopFeed(host as never, {
    app: { getVersion: () => '1.2.3' },
    loginItem: { supported: true },
    secretsWarning: null,
    tray: { ...source('tray'), missing: false },
    updates: { ...source('updates'), current: idleState().update },
  });
  const change = (name: string) => {
    for (const listener of listeners[name] ?? []) listener();
  };
  return { feed, change, host };
}

test('the state says which secrets are set, and holds none', () => {
  const state = watched().feed.current();
  expect(state.settings.secrets).toEqual(idleState().settings.secrets);
  expect(state.settings.secrets).toMatchObject({ apiKey: true, openaiKey: false });
  expect(JSON.stringify(state)).not.toContain('sk-hermes-secret');
});

test('only what changed is told, at most ten times a second, and the last change is never lost', () => {
  const { feed, change } = watched();
  const told: Partial<DesktopState>[] = [];
  feed.onChange((part) => told.push(part));
  for (let i = 0; i < 1000; i += 1) {
    change('runs');
    vi.advanceTimersByTime(1);
  }
  change('approvals');
  vi.advanceTimersByTime(1000);
  expect(told.length).toBeLessThanOrEqual(12);
  expect(Object.keys(told[0]!)).toEqual(['runs']);
  expect(Object.keys(told.at(-1)!).toSorted()).toEqual(['approvals', 'runs']);
});

test('a change of settings also tells of the server, whose address may be another now, and of MCP servers', () => {
  const { feed, change } = watched();
  const told: Partial<DesktopState>[] = [];
  feed.onChange((part) => told.push(part));
  change('settings');
  vi.advanceTimersByTime(1000);
  expect(new Set(told.flatMap((part) => Object.keys(part)))).toEqual(
    new Set(['app', 'settings', 'server', 'mcp', 'confinement', 'channels']),
  );
});

test('what is said of a damaged database is told with the next change', () => {
  const { feed, change, host } = watched();
  const told: Partial<DesktopState>[] = [];
  feed.onChange((part) => told.push(part));
  host.store.notices.push('The database was damaged. It is kept as hermes.damaged.db.');
  change('runs');
  vi.advanceTimersByTime(1000);
  change('runs');
  vi.advanceTimersByTime(1000);
  const notices = told.flatMap((part) => (part.settings ? [part.settings.notices] : []));
  expect(notices).toEqual([['The database was damaged. It is kept as hermes.damaged.db.']]);
});

test('how the MCP servers stand is told, and told again when it changes', () => {
  const { feed, change } = watched();
  const mcp = [
    { name: 'files', state: 'starting', since: 5, words: 'Downloading', error: null, tools: [] },
  ];
  expect(feed.current().mcp).toEqual(mcp);
  const told: Partial<DesktopState>[] = [];
  feed.onChange((part) => told.push(part));
  change('mcp');
  change('environment');
  vi.advanceTimersByTime(200);
  expect(told).toEqual([{ mcp }, { environment: idleState().environment }]);
});
