import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { responsesClient, type ResponsesClient } from './responses-client.ts';

/** The built headless host in a process of its own. */
export interface BuiltHost {
  /** `http://127.0.0.1:PORT` */
  url: string;
  headers: Record<string, string>;
  client: ResponsesClient;
  /** `SIGKILL`; resolves when the process is gone. */
  kill(): Promise<void>;
}

export interface BuiltHostOptions {
  dataDir: string;
  /** Base URL of the model service, ending in /v1. */
  upstream: string;
  /** No file may grow beyond this; needs a POSIX shell. */
  fileLimitKiB?: number;
}

/** Built by `npm test` before the tests run. */
const entry = resolve(import.meta.dirname, '../../out/main/serve.js');
const key = 'sk-built-host-test';

const withoutSignal = `data:text/javascript,process.on('SIGXFSZ',()=>{})`;

/** Starts `out/main/serve.js` on a free port and waits until it listens. */
export async function startBuiltHost(options: BuiltHostOptions): Promise<BuiltHost> {
  const { dataDir, upstream, fileLimitKiB } = options;
  const flags = `--port 0 --key ${key} --base-url ${upstream} --model m --log-level error`;
  const folders = ['--data-dir', dataDir, '--workspace', dataDir];
  const node = [process.execPath, entry, ...flags.split(' '), ...folders];
  const [command, ...args] =
    fileLimitKiB === undefined
      ? node
      : // `ulimit -f` counts blocks of 512 bytes.
        ['/bin/sh', '-c', `ulimit -f ${fileLimitKiB * 2}; exec "$@"`, 'sh', ...node];
  const child = spawn(command!, args, {
    env: {
      PATH: process.env.PATH,
      HOME: dataDir,
      // The limit comes with a signal that would end the process; a full disk comes without one.
      ...(fileLimitKiB === undefined ? {} : { NODE_OPTIONS: `--import ${withoutSignal}` }),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  let said = '';
  let url: string | undefined;
  for await (const chunk of child.stdout) {
    said += String(chunk);
    url = /listening on (http:\/\/\S+)\n/.exec(said)?.[1];
    if (url) break;
  }
  if (!url) throw new Error('The host ended before it listened');
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
  return {
    url,
    headers,
    client: responsesClient({ url, headers }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
