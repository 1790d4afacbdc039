import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { responsesClient, type ResponsesClient } from './responses-client.ts';

/** Built by `npm test` before the tests run. */
const entry = path.resolve(import.meta.dirname, '../../out/main/serve.js');

/** The built headless host, in a process of its own. */
export interface HeadlessHost {
  /** `http://127.0.0.1:PORT`, without a path. */
  url: string;
  /** Headers that a client with the key sends. */
  headers: Record<string, string>;
  /** Of its Responses API. */
  client: ResponsesClient;
  pid: number;
  /** What it has written to both outputs so far. */
  output(): string;
  /** How its process ended. */
  ended: Promise<{ code: number | null; signal: string | null }>;
  /** What `/health/detailed` tells. */
  health(): Promise<DetailedHealth>;
  kill(signal: NodeJS.Signals): void;
  /** Takes away `fileLimitKiB`: the disk has room again. Linux only. */
  liftFileLimit(): void;
  /** `SIGKILL` if it runs; resolves when it is gone, and its folder too unless that was given. */
  close(): Promise<void>;
}

/** The part of `/health/detailed` that tests look at. */
export interface DetailedHealth {
  status: string;
  uptime_seconds: number;
  active_runs: number;
  queue: { waiting: number };
  store: { ok: boolean; error?: string };
  upstream: { reachable: boolean; error?: string };
  memory: { rss_bytes: number; heap_used_bytes: number };
}

export interface HeadlessOptions {
  /** Base URL of the model service, ending in /v1. Left out: the demo model. */
  upstream?: string;
  /** A new one where left out. Must exist. */
  dataDir?: string;
  /** A folder in the data folder where left out. */
  workspace?: string;
  /** Added to a small environment of its own; undefined takes a variable out of it. */
  env?: Record<string, string | undefined>;
  /** Flags of the host: `--log-level`. */
  flags?: string[];
  /** Flags of Node itself: `--expose-gc`. */
  nodeArguments?: string[];
  /** A program that becomes the one it is given (exec), with its arguments: `['unshare', '--mount']`. */
  wrapper?: string[];
  /** No file it writes may grow beyond this; needs a POSIX shell. */
  fileLimitKiB?: number;
}

const key = 'sk-hermes-test-key';

/** The limit comes with a signal that would end the process; a full disk comes without one. */
const withoutSignal = `data:text/javascript,process.on('SIGXFSZ',()=>{})`;

/** A program that becomes the one it is given, with that limit; `ulimit -f` counts 512 bytes. */
const limitFiles = (kiB: number): string[] => [
  '/bin/sh',
  '-c',
  `ulimit -S -f ${kiB * 2}; exec "$0" "$@"`,
];

/**
 * Starts the built headless host on a free port and waits until it serves.
 * @throws with what it said, when it ends before that
 */
export async function startHeadlessHost(options: HeadlessOptions = {}): Promise<HeadlessHost> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'hermes-data-')));
  const { fileLimitKiB } = options;
  const limited = fileLimitKiB !== undefined;
  const [command, ...args] = [
    ...(options.wrapper ?? []),
    ...(limited ? limitFiles(fileLimitKiB) : []),
    process.execPath,
    ...(limited ? ['--import', withoutSignal] : []),
    ...(options.nodeArguments ?? []),
    entry,
    ...(options.flags ?? []),
  ];
  const child = spawn(command!, args, {
    env: {
      PATH: process.env['PATH'],
      HOME: dataDir,
      HERMES_DATA_DIR: dataDir,
      HERMES_WORKSPACE: options.workspace ?? path.join(dataDir, 'workspace'),
      API_SERVER_PORT: '0',
      API_SERVER_KEY: key,
      ...(options.upstream
        ? { OPENAI_BASE_URL: options.upstream, OPENAI_API_KEY: 'sk-upstream', HERMES_MODEL: 'test' }
        : {}),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
  };

  const url = await readyUrl(child, () => output, ended).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    url,
    headers,
    client: responsesClient({ url, headers }),
    pid: child.pid!,
    output: () => output,
    ended,
    health: async () => {
      const response = await fetch(`${url}/health/detailed`, { headers });
      return (await response.json()) as DetailedHealth;
    },
    kill: (signal) => void child.kill(signal),
    liftFileLimit() {
      const { status } = spawnSync('prlimit', ['--pid', `${child.pid}`, '--fsize=unlimited']);
      if (status !== 0) throw new Error('prlimit failed');
    },
    close,
  };
}

async function readyUrl(
  child: ChildProcess,
  output: () => string,
  ended: Promise<unknown>,
): Promise<string> {
  let over = false;
  void ended.then(() => (over = true));
  for (;;) {
    const url = /^API server listening on (http:\/\/\S+)\n/m.exec(output())?.[1];
    if (url) return url;
    if (over) throw new Error(`The host ended before it was ready: ${output()}`);
    await Promise.race([once(child.stdout!, 'data'), once(child.stderr!, 'data'), ended]);
  }
}
