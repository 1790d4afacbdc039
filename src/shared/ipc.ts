import { z } from 'zod';
import type {
  DesktopState,
  LocalServerView,
  LogLineView,
  LogPage,
  ModelChoice,
  RunDetail,
  RunEventBatch,
  SelfTestStep,
  TestProgress,
  TestResult,
  ToolView,
} from './desktop-state.ts';
import type { FixedCost } from './tools/fixed-cost.ts';
import type { CallName, PushName } from './ipc-names.ts';
import { platformNames } from './settings-parts/channels.ts';
import { approvalAnswers } from './run-events.ts';
import { taskInputSchema, taskPatchSchema, type Task } from './tasks.ts';
import { secretNames, secretValue, settingsPatchSchema, type SettingsPatch } from './settings.ts';

/**
 * The one contract between the windows and the main process: what the renderer may call, the schema
 * its input must match, and the type of the answer; and what the main process pushes.
 */

/** A call: `Output` is a type only, since answers come from our own side. */
interface Call<Input extends z.ZodType, Output> {
  readonly input: Input;
  readonly output?: Output;
}

/** Declares a call. Two steps, because TypeScript infers all type arguments or none. */
const answers =
  <Output = void>() =>
  <Input extends z.ZodType>(input: Input): Call<Input, Output> => ({ input });

const nothing = z.undefined();
const secret = z.strictObject({ name: z.enum(secretNames) });
const taskId = z.string().max(100);
const runId = z.strictObject({ id: z.string().max(100) });

/** The clients that have a link which sets them up. */
const linkedClients = ['chatbox', 'nextchat'] as const;

/** The pages of the window, in the order of its sidebar. */
export const pageNames = [
  'server',
  'streaming',
  'model',
  'agent',
  'connect',
  'channels',
  'tasks',
  'activity',
  'logs',
  'app',
] as const;
/** One of {@link pageNames}. */
export type PageName = (typeof pageNames)[number];

/** Every call with the schema of its input and the type of its answer. */
export const ipcCalls = {
  getState: answers<DesktopState>()(nothing),

  startServer: answers()(nothing),
  stopServer: answers()(nothing),
  /** Saves a port that is free now, and starts the server on it. */
  useFreePort: answers()(nothing),
  rotateApiKey: answers()(nothing),
  /** An empty value removes the secret. */
  setSecret: answers()(
    secret.extend({
      value: secretValue,
    }),
  ),
  revealSecret: answers<string | null>()(secret),
  copySecret: answers()(secret),
  copyBaseUrl: answers()(nothing),
  copyText: answers()(z.strictObject({ text: z.string().max(32 * 1024 * 1024) })),

  updateSettings: answers()(
    // The schema takes anything and gives a patch; what is called with is a patch too.
    settingsPatchSchema as z.ZodType<SettingsPatch, SettingsPatch>,
  ),
  resetSettings: answers()(nothing),
  /** Gives the file's path, or null when the person chose none. */
  exportSettings: answers<string | null>()(nothing),
  /** What of the file could not be taken over; null when the person chose none. */
  importSettings: answers<string[] | null>()(nothing),

  listModels: answers<ModelChoice[]>()(nothing),
  findLocalServers: answers<LocalServerView[]>()(nothing),
  testConnection: answers<TestResult>()(nothing),
  stopTestConnection: answers()(nothing),

  listTools: answers<ToolView[]>()(nothing),
  /** As the settings and the MCP servers are now: to be asked anew when the state tells of a change. */
  getFixedCost: answers<FixedCost>()(nothing),
  /** Ends an MCP server and begins anew; the state says what comes of it. */
  reconnectMcp: answers()(z.strictObject({ name: z.string().max(100) })),
  /** Whose token is saved: "@my_hermes_bot". */
  checkChannel: answers<string>()(z.strictObject({ platform: z.enum(platformNames) })),
  /** False when nobody waits with this code any more. */
  answerPairing: answers<boolean>()(
    z.strictObject({ code: z.string().max(20), allow: z.boolean() }),
  ),
  /** False when they were not let in by a code. */
  revokePerson: answers<boolean>()(
    z.strictObject({ platform: z.string().max(40), person: z.string().max(100) }),
  ),
  /** Reads the login shell's environment again. */
  reloadEnvironment: answers()(nothing),
  /** Gives the chosen folder's path, or null. */
  chooseFolder: answers<string | null>()(z.strictObject({ current: z.string().max(4096) })),

  openClientLink: answers()(
    z.strictObject({ client: z.enum(linkedClients), address: z.url().max(2048).optional() }),
  ),
  openExternal: answers()(z.strictObject({ url: z.url().max(2048) })),
  openDataFolder: answers()(nothing),
  /** Steps are pushed as they go. */
  runSelfTest: answers<SelfTestStep[]>()(z.strictObject({ client: z.string().max(40) })),
  stopSelfTest: answers()(nothing),

  getRun: answers<RunDetail | null>()(runId),
  /** Pushes what follows this position of the run's log; a null id ends it. */
  watchRun: answers()(
    z.strictObject({ id: z.string().max(100).nullable(), from: z.int().min(0).default(0) }),
  ),
  stopRun: answers()(runId),
  stopAllRuns: answers()(nothing),
  copyRunAsCurl: answers()(runId),
  listTasks: answers<Task[]>()(nothing),
  addTask: answers()(taskInputSchema),
  changeTask: answers()(z.strictObject({ id: taskId, patch: taskPatchSchema })),
  removeTask: answers()(z.strictObject({ id: taskId })),
  /** Out of turn. */
  runTask: answers()(z.strictObject({ id: taskId })),

  showApprovals: answers()(nothing),
  /** False when it was decided meanwhile. */
  answerApproval: answers<boolean>()(
    z.strictObject({
      id: z.string().max(100),
      answer: z.enum(approvalAnswers),
      reason: z.string().max(2000).optional(),
    }),
  ),

  /** The lines after this id, oldest first. */
  readLogs: answers<LogPage>()(z.strictObject({ after: z.int().min(0) })),
  watchLogs: answers()(z.strictObject({ on: z.boolean() })),
  /** Saves these lines to a file the person chooses; gives its path, or null. */
  saveLogs: answers<string | null>()(z.strictObject({ text: z.string().max(256 * 1024 * 1024) })),
  clearLogs: answers()(nothing),

  /** Ends the app in order, as the tray's Quit does. */
  quit: answers()(nothing),
  checkForUpdates: answers()(nothing),
  installUpdate: answers()(nothing),
} as const satisfies Record<CallName, Call<z.ZodType, unknown>>;

type IpcCalls = typeof ipcCalls;

/** What the renderer gives to a call. */
export type CallInput<Name extends CallName> = z.input<IpcCalls[Name]['input']>;
/** What a handler is given: parsed. */
export type ParsedInput<Name extends CallName> = z.output<IpcCalls[Name]['input']>;
/** What a call resolves with. */
export type CallOutput<Name extends CallName> =
  IpcCalls[Name] extends Call<z.ZodType, infer Output> ? Output : never;

/** What the main process pushes to its windows; batched, at most 10 a second on each channel. */
export interface IpcPushes {
  /** The parts that changed. */
  state: Partial<DesktopState>;
  logs: LogLineView[];
  runEvents: RunEventBatch;
  testConnection: TestProgress;
  selfTest: SelfTestStep;
  /** The page to show, asked for from the tray. */
  page: PageName;
}

/** What crosses the bridge instead of an exception, which would lose its fields. */
export type CallAnswer<Output> =
  { ok: true; value: Output } | { ok: false; error: { message: string; issues: FieldIssue[] } };

/** What is wrong with one field, in the words of its schema. */
export interface FieldIssue {
  /** Dotted: `server.port`. */
  path: string;
  message: string;
}

/** The functions the preload puts on `window.hermes`. */
export type HermesBridge = {
  readonly [Name in CallName]: (input?: CallInput<Name>) => Promise<CallAnswer<CallOutput<Name>>>;
} & {
  /** Listens to a push. Returns an unsubscribe function. */
  readonly on: <Name extends PushName>(
    name: Name,
    listener: (payload: IpcPushes[Name]) => void,
  ) => () => void;
};
