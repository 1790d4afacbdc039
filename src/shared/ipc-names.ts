/**
 * The names of all calls and pushes between window and main process. They stand apart from the
 * contract in `ipc.ts` so that the preload, which needs only names, carries no schema library.
 */
export const callNames = [
  'getState',
  'startServer',
  'stopServer',
  'useFreePort',
  'rotateApiKey',
  'setSecret',
  'revealSecret',
  'copySecret',
  'copyBaseUrl',
  'copyText',
  'updateSettings',
  'resetSettings',
  'exportSettings',
  'importSettings',
  'listModels',
  'findLocalServers',
  'testConnection',
  'stopTestConnection',
  'listTools',
  'getFixedCost',
  'reconnectMcp',
  'checkChannel',
  'answerPairing',
  'revokePerson',
  'reloadEnvironment',
  'chooseFolder',
  'openClientLink',
  'openExternal',
  'openDataFolder',
  'runSelfTest',
  'stopSelfTest',
  'getRun',
  'watchRun',
  'stopRun',
  'stopAllRuns',
  'copyRunAsCurl',
  'listTasks',
  'addTask',
  'changeTask',
  'removeTask',
  'runTask',
  'showApprovals',
  'answerApproval',
  'readLogs',
  'watchLogs',
  'saveLogs',
  'clearLogs',
  'quit',
  'checkForUpdates',
  'installUpdate',
] as const;
/** What a window may call. */
export type CallName = (typeof callNames)[number];

/** The names of all that is pushed to windows; see `IpcPushes` in `ipc.ts`. */
export const pushNames = [
  'state',
  'logs',
  'runEvents',
  'testConnection',
  'selfTest',
  'page',
] as const;
/** What is pushed to windows. */
export type PushName = (typeof pushNames)[number];

/** The channel of a call or a push, so that none collides with another library's. */
export function channelOf(kind: 'call' | 'push', name: CallName | PushName): string {
  return `hermes:${kind}:${name}`;
}
