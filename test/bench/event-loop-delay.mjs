/**
 * Loaded into the host before its own code (`node --import`): at each SIGUSR2 it writes how late the
 * event loop was since the last one, in milliseconds, to the file that BENCH_DELAYS names.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const resolution = 5;

// Worker threads load it too; being late is what they are for.
if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  process.on('SIGUSR2', () => {
    // The time between two looks, of which the resolution is no delay.
    const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
    const file = process.env.BENCH_DELAYS;
    const text = JSON.stringify({ p99: late(delays.percentile(99)), max: late(delays.max) });
    delays.reset();
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  });
}
