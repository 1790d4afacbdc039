/**
 * `npm run bench [-- part …]`: measures the built headless host against yardsticks on the same
 * machine, in the same minutes, in turn. Prints one table and writes `bench-results.json`.
 */
import { writeFile } from 'node:fs/promises';
import { idleMemory, startToListening } from './at-rest.mjs';
import { startHost, startRelay, startUpstream } from './processes.mjs';
import { firstRequest } from './first-request.mjs';
import { judgeDelay } from './judging.mjs';
import { evaluatedTokens } from './llama-tokens.mjs';
import { judge, results, table } from './report.mjs';
import { eventLoopDelay } from './searching.mjs';
import { storedConversations } from './store.mjs';
import {
  manyStreams,
  shortAnswer,
  throughput,
  timeToFirstToken,
  usualAnswer,
} from './through-the-host.mjs';
import { walledCommand } from './walled.mjs';
import { logWindow } from './window.mjs';

const parts = {
  'first-token': timeToFirstToken,
  'first-request': firstRequest,
  'tokens-32': (servers) => throughput(servers, 32, usualAnswer),
  'tokens-128': (servers) => throughput(servers, 128, usualAnswer),
  'short-32': (servers) => throughput(servers, 32, shortAnswer),
  'short-128': (servers) => throughput(servers, 128, shortAnswer),
  streams: manyStreams,
  start: startToListening,
  memory: idleMemory,
  store: storedConversations,
  'event-loop': eventLoopDelay,
  wall: walledCommand,
  judge: judgeDelay,
  llama: evaluatedTokens,
  'log-window': logWindow,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(
    `No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}\n`,
  );
  process.exit(2);
}

const rows = [];
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  // Fresh processes for each part: none inherits the heap of the one before.
  const upstream = await startUpstream();
  const relay = await startRelay(upstream);
  const host = await startHost(upstream);
  try {
    rows.push(...[await measure({ upstream, relay, host })].flat().map(judge));
  } finally {
    await Promise.all([upstream.stop(), relay.stop(), host.stop()]);
  }
}

process.stdout.write(`${table(rows)}\n`);
await writeFile('bench-results.json', `${JSON.stringify(results(rows), null, 2)}\n`);
