import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Runs a whole garbage collection, without a flag for all of Node. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What finalizers let go of in the first round is collected in the second.
  for (let round = 0; round < 2; round += 1) {
    collect();
    await setImmediate();
  }
}

/** Bytes of memory that what `make` gives holds on to. */
export async function memoryHeldBy(make: () => unknown): Promise<number> {
  const used = async (): Promise<number> => {
    await collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    // Large strings made of buffers live outside of the heap.
    return heapUsed + external;
  };
  const before = await used();
  const held = make();
  const after = await used();
  // Looked at after the measurement, so that it is alive until then.
  return held === undefined ? 0 : after - before;
}
