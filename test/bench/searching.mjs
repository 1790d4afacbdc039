import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, newClient, readStream } from './load.mjs';
import { startHost } from './processes.mjs';

const folders = 200;
const filesPerFolder = 500;
const streams = 50;
const rate = 20;
const tokensPerStream = 400;
const searchers = 2;

/** How late the host's event loop is while tools search many files and streams are open. */
export async function eventLoopDelay({ upstream }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-bench-search-'));
  const workspace = path.join(folder, 'workspace');
  await makeFiles(workspace);
  const delays = path.join(folder, 'delays.json');
  // Without ripgrep on the path, so that it is the host's own threads that search.
  const host = await startHost(upstream, {
    nodeArgs: ['--import', path.join(import.meta.dirname, 'event-loop-delay.mjs')],
    env: { BENCH_DELAYS: delays, HERMES_WORKSPACE: workspace, PATH: '' },
  });
  const agent = newClient();
  try {
    // A first search loads what is loaded at first use, and shows that there is something to find.
    const found = await search(host, agent);
    if (!found.includes('needle')) throw new Error(`The search found nothing: ${found}`);
    await delaysSince(host, delays);
    let searches = 0;
    let streaming = true;
    const searching = Array.from({ length: searchers }, async () => {
      while (streaming) {
        await search(host, agent);
        searches += 1;
      }
    });
    await Promise.all(
      Array.from({ length: streams }, () =>
        readStream(host.url, { tokens: tokensPerStream, rate, agent }),
      ),
    );
    streaming = false;
    const { p99, max } = await delaysSince(host, delays);
    await Promise.all(searching);
    process.stderr.write(`  ${searches} searches, longest delay ${max.toFixed(1)} ms\n`);
    return {
      figure: `event-loop delay p99, ${streams} streams and searches of ${(folders * filesPerFolder).toLocaleString('en')} files`,
      unit: 'ms',
      baseline: null,
      value: p99,
      target: { atMost: 50 },
    };
  } finally {
    agent.destroy();
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One run whose tools search by content and by name; gives the answer as it came. */
function search(host, agent) {
  const patterns = ['needle', 'no such thing [0-9]+', 'line 3.*needle'];
  return ask(host.url, { text: `tokens=1 rate=0 search=${patterns.join('|')}`, agent });
}

/** The delays since the last call. */
export async function delaysSince(host, file) {
  await rm(file, { force: true });
  process.kill(host.pid, 'SIGUSR2');
  while (!existsSync(file)) await delay(10);
  return JSON.parse(await readFile(file, 'utf8'));
}

async function makeFiles(workspace) {
  const text = Array.from({ length: 10 }, (_, line) => `line ${line} of this file\n`).join('');
  for (let folder = 0; folder < folders; folder += 1) {
    const at = path.join(workspace, `folder-${folder}`);
    await mkdir(at, { recursive: true });
    await Promise.all(
      Array.from({ length: filesPerFolder }, (_, file) =>
        writeFile(path.join(at, `file-${file}.txt`), file === 7 ? `${text}needle\n` : text),
      ),
    );
  }
}
