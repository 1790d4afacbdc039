import type { Approvals } from './agent/approvals/approvals.ts';
import type { LogBuffer } from './log/log-buffer.ts';
import type { Logger } from './log/logger.ts';
import type { Runs } from './runs/runs.ts';
import type { ServerControl } from './server/server-control.ts';
import type { Secrets, SettingsStore } from './settings/settings-store.ts';
import type { ResponseStore } from './store/response-store.ts';

/** What an entry (desktop or headless) gives to the host. */
export interface HostOptions {
  /** Absolute; exists and is writable. */
  dataDir: string;
  version: string;
  settings: SettingsStore;
  secrets: Secrets;
  logger: Logger;
  logs: LogBuffer;
  /** Folder of the built worker files. */
  workers: string;
  /** What the approvals mode is when the person chose none. */
  defaultApprovals: 'ask' | 'deny';
}

/** Everything that runs behind the windows and the API. */
export interface Host {
  readonly dataDir: string;
  readonly version: string;
  readonly settings: SettingsStore;
  readonly secrets: Secrets;
  readonly logger: Logger;
  readonly logs: LogBuffer;
  readonly runs: Runs;
  readonly approvals: Approvals;
  readonly store: ResponseStore;
  readonly server: ServerControl;
  /** Ends server, runs, tools and store, in that order. */
  close(): Promise<void>;
}
