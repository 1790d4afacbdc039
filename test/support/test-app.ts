import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Agent, AgentRequest, AgentRun } from '../../src/main/agent/agent.ts';
import { createApprovals } from '../../src/main/agent/approvals/gate.ts';
import { createPresence } from '../../src/main/agent/approvals/presence.ts';
import { LogBuffer } from '../../src/main/log/log-buffer.ts';
import { createLogger } from '../../src/main/log/logger.ts';
import { createRedactor } from '../../src/main/log/redactor.ts';
import { Runs } from '../../src/main/runs/runs.ts';
import { createApp } from '../../src/main/server/app.ts';
import { describeRunError } from '../../src/main/server/errors/error-response.ts';
import { createJsonParser } from '../../src/main/server/requests/json/parse-in-thread.ts';
import { createFileReader } from '../../src/main/documents/read-file-text.ts';
import {
  createServerControl,
  type ServerControl,
} from '../../src/main/server/listening/server-control.ts';
import type { Reachability } from '../../src/main/model/services/reachability.ts';
import type { ResponseStore } from '../../src/main/store/response-store.ts';
import { noUsage, type RunOutcome } from '../../src/shared/run-events.ts';
import { settingsSchema, type Settings } from '../../src/shared/settings.ts';

type SettingsInput = { [Section in keyof Settings]?: Partial<Settings[Section]> };

export interface TestApp {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  control: ServerControl;
  runs: Runs;
  logs: LogBuffer;
  /** Changes settings while it runs. */
  change(settings: SettingsInput): void;
  /** The key in force; may be changed while it runs. */
  key: { value: string | undefined };
  /** What the agent was asked, oldest first. */
  requests: AgentRequest[];
  close(): Promise<void>;
}

export const testKey = 'test-key-0123456789';

/** `npm test` builds the workers first. */
const workers = path.resolve(import.meta.dirname, '../../out/main');

/** What a run gives that ended well. */
export function outcome(fields: Partial<RunOutcome> = {}): RunOutcome {
  return {
    status: 'completed',
    finishReason: 'stop',
    clientToolCalls: [],
    usage: noUsage,
    ...fields,
  };
}

/** An agent that does what a test says, without a model. */
export function scriptedAgent(
  act: (request: AgentRequest, run: AgentRun) => Promise<RunOutcome | void> | RunOutcome | void,
): Agent {
  return async (request, run) => ({
    outcome: (await act(request, run)) ?? outcome(),
    messages: [],
  });
}

/** The app and its control over real runs and a scripted agent, listening on a free loopback port. */
export async function startApp({
  settings = {},
  apiKey = testKey,
  agent = scriptedAgent((_request, run) => run.emit({ type: 'text.delta', text: 'Hello' })),
  reachability = () => Promise.resolve({ reachable: true }),
  startedAt = Date.now(),
}: {
  settings?: SettingsInput;
  /** Null: none is set. */
  apiKey?: string | null;
  agent?: Agent;
  reachability?: (signal: AbortSignal) => Promise<Reachability>;
  /** Milliseconds since the epoch. */
  startedAt?: number;
} = {}): Promise<TestApp> {
  const key = { value: apiKey ?? undefined };
  const listeners = new Set<(next: Settings, previous: Settings) => void>();
  const merged = (base: object, patch: SettingsInput): Settings =>
    settingsSchema.parse(
      Object.fromEntries(
        Object.keys(settingsSchema.shape).map((section) => [
          section,
          {
            ...(base as Record<string, object>)[section],
            ...(patch as Record<string, object>)[section],
          },
        ]),
      ),
    );
  const store = {
    current: merged({ server: { port: 0 } }, settings),
    onChange: (listener: (next: Settings, previous: Settings) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const logs = new LogBuffer();
  const redactor = createRedactor();
  const logger = createLogger({
    level: 'debug',
    source: 'test',
    redactor,
    sinks: { buffer: logs },
  });
  const requests: AgentRequest[] = [];
  const runs = new Runs({
    agent: (request, run) => {
      requests.push(request);
      return agent(request, run);
    },
    describeError: describeRunError,
    limits: () => store.current.server,
    modelName: () => 'scripted',
  });
  const approvals = createApprovals({
    mode: () => 'ask',
    alwaysAllowed: () => [],
    saveAlways: () => {},
    presence: createPresence({ window: false, possible: () => key.value !== undefined }),
    logger,
  });
  const control = createServerControl({
    settings: store,
    apiKey: () => key.value,
    runs,
    logger,
    createApp: (binding) =>
      createApp({
        ...binding,
        settings: () => store.current,
        apiKey: () => key.value,
        runs,
        approvals,
        logger,
        redactor,
        version: '1.2.3',
        startedAt,
        confinement: () => Promise.resolve({ state: 'off', reason: 'You switched it off.' }),
        store: {
          status: () => Promise.reject(new Error('no store here')),
        } as unknown as ResponseStore,
        tasks: noTasks,
        reachability,
        mcpServers: () => [],
        embed: () => Promise.reject(new Error('no embeddings here')),
        // `npm test` builds the worker first.
        readFile: createFileReader(workers),
        parseLargeJson: createJsonParser(workers),
      }),
  });
  await control.start();
  return {
    get url() {
      return control.state.url!;
    },
    get port() {
      return control.state.port!;
    },
    control,
    runs,
    logs,
    key,
    requests,
    change: (patch) => {
      const previous = store.current;
      store.current = merged(previous, patch);
      for (const listener of listeners) listener(store.current, previous);
    },
    close: () => control.stop({ graceMs: 0 }),
  };
}

/** Sends bytes over a plain socket and gives all that comes back until the other side closes. */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = await openSocket(port);
  socket.write(bytes);
  return text(socket);
}

/** A connected socket. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  // Being cut is what many tests are about; whoever reads sees it as the end.
  socket.on('error', () => socket.destroy());
  return socket;
}

/** A call with the test key. */
export function call(
  app: { url: string },
  path: string,
  { body, headers, ...init }: Omit<RequestInit, 'body'> & { body?: unknown } = {},
): Promise<Response> {
  return fetch(app.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      authorization: `Bearer ${testKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(headers as Record<string, string>),
    },
    ...init,
  });
}

const noStore = (): Promise<never> => Promise.reject(new Error('no store here'));

const noTasks = {
  list: noStore,
  get: noStore,
  add: noStore,
  change: noStore,
  remove: noStore,
  runNow: noStore,
};
