import type { DesktopState, RunView } from '../../../src/shared/desktop-state.ts';
import { settingsSchema } from '../../../src/shared/settings.ts';

/** The state of an app whose server runs and that has nothing to do. */
export function idleState(part: Partial<DesktopState> = {}): DesktopState {
  return {
    app: {
      version: '1.2.3',
      electron: '33.4.11',
      dataDir: '/data',
      settingsFile: '/data/settings.json',
      defaultWorkspace: '/home/ada/Hermes',
      platform: 'linux',
      noTray: null,
      canStartAtLogin: true,
    },
    server: {
      state: 'running',
      host: '127.0.0.1',
      address: '127.0.0.1:8642',
      baseUrl: 'http://127.0.0.1:8642/v1',
      onNetwork: false,
      networkUrls: [],
      problem: null,
    },
    settings: {
      values: settingsSchema.parse({}),
      defaultApprovals: 'ask',
      locked: [],
      notices: [],
      secrets: {
        apiKey: true,
        ollamaKey: false,
        lmstudioKey: false,
        llamacppKey: false,
        janKey: false,
        openaiKey: false,
        openrouterKey: false,
        nousKey: false,
        customKey: false,
        braveKey: false,
        tavilyKey: false,
        exaKey: false,
        telegramToken: false,
      },
      secretsWarning: null,
    },
    runs: [],
    approvals: [],
    decision: null,
    confinement: { state: 'on', reason: 'It is held by bubblewrap.' },
    mcp: [],
    tasks: 0,
    channels: { platforms: [], waiting: [], people: [] },
    environment: { from: 'own', shell: null, problem: null, reading: false, path: [], added: [] },
    update: { state: 'idle', version: null, progress: null, message: null },
    ...part,
  };
}

/** A run that goes on. */
export function activeRun(part: Partial<RunView> = {}): RunView {
  return {
    id: 'run_1',
    client: 'ChatBox',
    api: 'chat.completions',
    status: 'in_progress',
    title: 'Tidy up my downloads',
    createdAt: 1000,
    finishedAt: null,
    waitsForApproval: false,
    usage: null,
    failures: { refused: 0, timed_out: 0, failed: 0 },
    ...part,
  };
}

/** A command that waits for the person. */
export function waitingApproval(id = 'approval_1'): DesktopState['approvals'][number] {
  return {
    id,
    runId: 'run_1',
    client: 'ChatBox',
    tool: 'terminal',
    action: 'rm -rf build',
    dangerous: [{ start: 0, end: 12 }],
    folder: '/home/ada/Hermes',
    asked: 'Tidy up',
    reasons: ['deletes a folder and all it holds'],
    covers: ['recursive-delete: rm -rf build'],
    reach: 'wall',
    requestedAt: 1000,
    expiresAt: 301_000,
  };
}
