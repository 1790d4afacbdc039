import { setTimeout as delay } from 'node:timers/promises';
import { startEmptyExpress, startHost, timeOfEmptyNode } from './processes.mjs';
import { median } from './statistics.mjs';

const starts = 11;
const memoryRounds = 3;
/** Until a process has settled after its start, in milliseconds. */
const settleMs = 3000;

/** Milliseconds from the start of the process to its "listening" line, each time with a new data folder. */
export async function startToListening({ upstream }) {
  const empty = [];
  const host = [];
  for (let round = 0; round < starts; round += 1) {
    empty.push(await timeOfEmptyNode());
    const started = await startHost(upstream);
    host.push(started.readyMs);
    await started.stop();
  }
  return {
    figure: 'start to listening, against `node -e 0`',
    unit: 'ms',
    baseline: median(empty),
    value: median(host),
    target: { atMost: 4 },
  };
}

/** Resident memory a while after the start. */
export async function idleMemory({ upstream }) {
  const express = [];
  const host = [];
  for (let round = 0; round < memoryRounds; round += 1) {
    express.push(await settledMemory(await startEmptyExpress()));
    host.push(await settledMemory(await startHost(upstream)));
  }
  return {
    figure: 'idle memory, against an empty Express server',
    unit: 'MiB',
    baseline: median(express) / 2 ** 20,
    value: median(host) / 2 ** 20,
    target: { atMost: 1.6 },
  };
}

async function settledMemory(process_) {
  await delay(settleMs);
  const bytes = await process_.rss();
  await process_.stop();
  return bytes;
}
