import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';

const here = import.meta.dirname;
const run = promisify(execFile);

/**
 * Starts a Node process and waits for the line in which it says its port.
 * @param {string[]} args
 * @param {{ ready: RegExp, env?: Record<string, string>, cwd?: string }} options `ready`: its first group is the port
 */
export async function startProcess(args, { ready, env = {}, cwd = here }) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    const outputs = [child.stdout, child.stderr];
    const listen = (chunk) => {
      said += chunk;
      const match = ready.exec(said);
      if (!match) return;
      // What it says from now on is read past, at next to no cost for who measures.
      for (const output of outputs) output.off('data', listen).resume();
      resolve(Number(match[1]));
    };
    for (const output of outputs) output.on('data', listen);
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended (${code}):\n${said}`)));
    child.once('error', reject);
  });
  return {
    port,
    pid: child.pid,
    /** Milliseconds from the start of the process to its line. */
    readyMs: performance.now() - startedAt,
    /** Resident memory in bytes. */
    rss: () => residentMemory(child.pid),
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

/** Milliseconds that a process which does nothing takes, from its start to its end. */
export async function timeOfEmptyNode() {
  const startedAt = performance.now();
  await run(process.execPath, ['-e', '0']);
  return performance.now() - startedAt;
}

const listening = /listening (\d+)/;

/** The model service. */
export async function startUpstream() {
  const process_ = await startProcess([path.join(here, 'fast-upstream.mjs')], { ready: listening });
  return { ...process_, url: `http://127.0.0.1:${process_.port}/v1` };
}

/** The yardstick for what goes through the host. */
export async function startRelay(upstream) {
  const process_ = await startProcess([path.join(here, 'relay.mjs'), upstream.url], {
    ready: listening,
  });
  return { ...process_, url: `http://127.0.0.1:${process_.port}` };
}

/** The yardstick for what the host needs while it does nothing. */
export async function startEmptyExpress() {
  return startProcess([path.join(here, 'empty-express.mjs')], { ready: listening });
}

/** The built headless host that is measured: this repository's, or the one that `BENCH_SERVE` names. */
export const builtHost = process.env.BENCH_SERVE ?? path.resolve(here, '../../out/main/serve.js');

/**
 * Starts the host, with a data folder and a workspace of its own that are gone when it stops.
 * @param {{ url: string }} upstream
 * @param {{ nodeArgs?: string[], env?: Record<string, string> }} more
 */
export async function startHost(upstream, { nodeArgs = [], env = {} } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-bench-'));
  const host = await startProcess([...nodeArgs, builtHost], {
    ready: /API server listening on http:\/\/[^\s]*:(\d+)/,
    cwd: folder,
    env: {
      API_SERVER_PORT: '0',
      API_SERVER_KEY: hostKey,
      OPENAI_BASE_URL: upstream.url,
      OPENAI_API_KEY: 'sk-bench',
      HERMES_MODEL: 'bench-model',
      HERMES_DATA_DIR: path.join(folder, 'data'),
      HERMES_WORKSPACE: path.join(folder, 'workspace'),
      HERMES_MAX_CONCURRENT_RUNS: '1000',
      ...env,
    },
  });
  return {
    ...host,
    url: `http://127.0.0.1:${host.port}/v1`,
    stop: async () => {
      await host.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The key that the host asks for, and that all requests carry. */
export const hostKey = 'bench-key-0123456789';

async function residentMemory(pid) {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) * 1024;
}
