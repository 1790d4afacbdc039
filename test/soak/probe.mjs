/**
 * Loaded into the host before anything else (`--import`). On SIGUSR2 it prints one line: what is
 * held after a garbage collection.
 */
const count = (names) => {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const probe = async () => {
  // What finalizers let go of in the first round is collected in the second.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = count(process.getActiveResourcesInfo());
  const listeners = process
    .eventNames()
    .reduce((sum, name) => sum + process.listenerCount(name), 0);
  process.stdout.write(
    `probe ${JSON.stringify({ rss, heapUsed, external, resources, listeners })}\n`,
  );
};

process.on('SIGUSR2', () => void probe());
