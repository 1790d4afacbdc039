import type { ConfinementStatus } from './safety/confinement.ts';
import type {
  ApprovalAnswer,
  ApprovalSource,
  RunApi,
  RunEvent,
  RunStatus,
  ToolFailure,
  Usage,
} from './run-events.ts';
import type { PlatformName } from './settings-parts/channels.ts';
import type { LockedSetting, LogLevel, ProviderId, SecretName, Settings } from './settings.ts';

/** What the windows and the tray know of the app. Nothing here holds a secret. */

/** The server as it really is, not as it was asked to be. */
export interface ServerView {
  state: 'stopped' | 'starting' | 'running' | 'stopping' | 'failed';
  /** The host it listens on, or would. */
  host: string;
  /** Host and port as people read them, where it listens or would: `127.0.0.1:8642`. */
  address: string;
  /** What to paste into a client, with `/v1`. Something answers there only while it runs. */
  baseUrl: string;
  /** Whether it listens where other computers can connect, be a network there now or not. */
  onNetwork: boolean;
  /** Base URLs under which other computers reach it; empty while bound to this one only. */
  networkUrls: string[];
  problem: ServerProblem | null;
}

/** Why the server does not run. */
export interface ServerProblem {
  /** Whole sentences: what is wrong, which process holds the port, what to do. */
  message: string;
  /** The port that is taken; "use a free port" is offered. */
  takenPort: number | null;
}

/** All settings, with what the window must know to show them. */
export interface SettingsView {
  values: Settings;
  /** The approvals mode in force where the person chose none. */
  defaultApprovals: 'ask' | 'deny';
  locked: readonly LockedSetting[];
  /** What happened when settings or database were read: a damaged file moved aside, say. */
  notices: readonly string[];
  /** Which secrets are set. */
  secrets: Record<SecretName, boolean>;
  /** Null while secrets are encrypted by the system; otherwise what is to be known about it. */
  secretsWarning: string | null;
}

/** One line about a run. */
export interface RunView {
  id: string;
  client: string;
  api: RunApi;
  status: RunStatus;
  /** How often its client has sent the request; left out for once. */
  attempts?: number;
  /** The beginning of what the person asked; empty while the request is prepared. */
  title: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Null while it goes on. */
  finishedAt: number | null;
  /** Of all its model calls; null while it goes on, or where there was none. */
  usage: Usage | null;
  /** How many of its tool calls came to nothing, by how. */
  failures: Record<ToolFailure, number>;
  waitsForApproval: boolean;
}

/** A run in full, as far as it has got. */
export interface RunDetail {
  run: RunView;
  request: {
    method: string;
    path: string;
    requestId: string;
    headers: Record<string, string>;
    /** Indented JSON; long data URLs shortened. */
    body: string;
  };
  events: RunEvent[];
  /** Position in the run's log that follows `events`. */
  next: number;
}

/** Further events of the watched run; neighbouring text deltas are joined into one. */
export interface RunEventBatch {
  runId: string;
  events: RunEvent[];
  next: number;
}

/**
 * What holds a call: the wall, where there is one; nothing, for it asked to run outside; its MCP server,
 * which runs already; or that the tool does what is named and no more.
 */
export type ApprovalReach = 'wall' | 'outside' | 'server' | 'named';

/** A tool call that waits for the person. */
export interface ApprovalView {
  id: string;
  runId: string;
  client: string;
  tool: string;
  /** The full command or path. */
  action: string;
  /** The parts of it that are dangerous, as ranges of its UTF-16 characters. */
  dangerous: { start: number; end: number }[];
  /** Absolute path of the folder it would be done in. */
  folder: string;
  /** The first words of what the person asked; empty where there are none. */
  asked: string;
  reasons: string[];
  /** What "always" would allow, a line each; empty where only "once" counts. */
  covers: string[];
  reach: ApprovalReach;
  requestedAt: number;
  expiresAt: number;
}

/** How the question that was decided last was decided. */
export interface DecisionView {
  /** Of the question. */
  id: string;
  answer: ApprovalAnswer;
  source: ApprovalSource;
  /** Through which program a person answered; null where it was in the window. */
  by: string | null;
}

/** What is known of new versions. */
export interface UpdateView {
  state:
    | 'idle'
    | 'unsupported'
    | 'checking'
    | 'current'
    | 'available'
    | 'downloading'
    | 'ready'
    | 'failed';
  /** The version found, where there is one. */
  version: string | null;
  /** Percent, while downloading. */
  progress: number | null;
  message: string | null;
}

/** This installation. */
export interface AppView {
  version: string;
  electron: string;
  dataDir: string;
  settingsFile: string;
  defaultWorkspace: string;
  platform: string;
  /** Whether this system can start the app at login. */
  canStartAtLogin: boolean;
  /** Null where the desktop shows tray icons; else how to get that, and whether it was said already. */
  noTray: { remedy: string; told: boolean } | null;
}

/** How an MCP server stands. */
export interface McpServerView {
  name: string;
  state: 'idle' | 'starting' | 'ready' | 'failed' | 'disabled';
  /** Since when, in milliseconds since the epoch; null for one that was never started. */
  since: number | null;
  /** Why it failed, in its own last words where it left any; stays while it is tried again. */
  error: string | null;
  /** What it wrote last while it starts. */
  words: string | null;
  /** Names of its tools as the model sees them. */
  tools: string[];
}

/** The environment in which commands and MCP servers run. No values but the search path. */
export interface EnvironmentView {
  /** `own`: the one the app was started with. `shell`: what the login shell's files add to that. */
  from: 'own' | 'shell';
  /** Absolute path of the shell that was read; null where none is. */
  shell: string | null;
  problem: string | null;
  reading: boolean;
  /** The folders in which programs are sought, in order. */
  path: string[];
  /** Names of the variables that the shell added or changed. */
  added: string[];
}

/** How a chat app stands. */
export interface ChannelView {
  platform: PlatformName;
  state: 'off' | 'connecting' | 'connected' | 'failing';
  /** "@my_hermes_bot"; null while not connected. */
  as: string | null;
  /** Since when it is connected, in milliseconds since the epoch. */
  since: number | null;
  /** What is wrong and what to do; null while nothing is. */
  why: string | null;
}

/** Somebody unknown who waits to be let in. */
export interface PairingView {
  platform: string;
  person: string;
  name: string;
  code: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Somebody who was let in by a code. */
export interface PersonView {
  platform: string;
  person: string;
  name: string;
  /** Milliseconds since the epoch. */
  since: number;
}

/** The chat apps, and who may talk there beside those that the settings list. */
export interface ChannelsView {
  platforms: ChannelView[];
  /** Oldest first. */
  waiting: PairingView[];
  people: PersonView[];
}

/** Everything the window shows at once. Pushed in parts as they change. */
export interface DesktopState {
  app: AppView;
  server: ServerView;
  settings: SettingsView;
  /** Newest first. */
  runs: RunView[];
  /** Oldest first. */
  approvals: ApprovalView[];
  /** Null while none was. */
  decision: DecisionView | null;
  /** In the order of the settings. */
  mcp: McpServerView[];
  environment: EnvironmentView;
  /** The wall around what the agent starts. */
  confinement: ConfinementStatus;
  /** Counts the changes of tasks; the page reads them anew. */
  tasks: number;
  update: UpdateView;
  channels: ChannelsView;
}

/** A model that the provider lists. */
export interface ModelChoice {
  id: string;
  /** Tokens, where the provider says so. */
  contextWindow: number | null;
}

/** A model service that answers on this computer. */
export interface LocalServerView {
  provider: ProviderId;
  name: string;
  baseUrl: string;
  models: string[];
}

/** A streamed reply while the connection is tested. */
export interface TestProgress {
  text: string;
}

/** What came of a test of the connection to the model service. */
export interface TestResult {
  ok: boolean;
  reply: string;
  /** Milliseconds; null when nothing came. */
  firstTokenMs: number | null;
  totalMs: number;
  usage: Usage | null;
  /** In plain words; null when it worked. */
  error: string | null;
  /** Whether the service takes tools for this model; null when it did not come to that. */
  takesTools: boolean | null;
  /** What the model reads, in tokens: as the settings say, or less where its service tells. */
  contextWindow: number;
  /** What was learned of how the service wants to be asked, one line each. */
  learned: readonly string[];
}

/** A tool as its switch names it. */
export interface ToolView {
  name: string;
  description: string;
}

/** One step of the self-test. */
export interface SelfTestStep {
  id: 'preflight' | 'models' | 'plain' | 'stream' | 'tool' | 'image';
  title: string;
  state: 'running' | 'passed' | 'failed' | 'skipped';
  /** What was called and what came back, or what went wrong. */
  detail: string;
  ms: number | null;
}

/** A line of the log as the window shows it. Keys are already taken out. */
export interface LogLineView {
  /** Counts up by one from 1 with each line of this process. */
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  level: LogLevel;
  /** The part of the app that logged it: `server`, `runs`. */
  source: string;
  /** The message and its fields. */
  text: string;
}

/** The part of the log that begins at a line. */
export interface LogPage {
  lines: LogLineView[];
  /** Whether newer lines wait beyond this page. */
  more: boolean;
}
