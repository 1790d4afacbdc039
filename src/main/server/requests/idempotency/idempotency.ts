import type { RunWork } from '../../../runs/active-run.ts';
import type { Run, RunEnding, RunOrigin } from '../../../runs/run.ts';
import { packLog, unpackLog, type PackedEvent } from '../../../store/packed-log.ts';
import type { ResponseStore } from '../../../store/response-store.ts';
import { noUsage, type RunEvent } from '../../../../shared/run-events.ts';
import { apiError, invalidRequest } from '../../errors/api-error.ts';
import { digestOf, digestOfBody } from '../digest.ts';
import { replayedRun } from './replayed-run.ts';

/** How long an answer is kept for a client that asks again. */
const keptMs = 24 * 60 * 60 * 1000;
const longestKey = 255;

/** A request that may have been sent before. */
export interface RepeatableRequest {
  /** The `Idempotency-Key` header; undefined where there is none. */
  key: string | undefined;
  /** The key is the client's own within one endpoint and one API key. */
  endpoint: string;
  apiKey: string | undefined;
  /** The parsed body. */
  body: unknown;
  origin: RunOrigin;
  /** Lets a run go on that broke off once tools had run; undefined where it cannot. */
  resume?: (runId: string) => Run | undefined;
}

/** Adds to a run's work that its log is kept before anyone sees its end. */
export type Keep = (work: RunWork) => RunWork;

/** Answers a request that is sent again with what the first one brought about. */
export interface Idempotency {
  /**
   * Gives the run that answers the request: the one its twin started, while it is under way or as it
   * was kept, else a new one.
   * @param start starts the run; what it runs must have gone through `keep`
   * @throws {ApiError} 409 when the key came with another body before; 400 for a bad key
   */
  run(request: RepeatableRequest, start: (keep: Keep) => Promise<Run>): Promise<Run>;
}

/** What is kept of a run, as JSON. */
interface Answer {
  runId: string;
  createdAt: number;
  log: PackedEvent[];
}

/**
 * Idempotency over the runs under way and the store.
 * @param store where answers are kept for 24 hours
 */
export function createIdempotency({
  store,
  now = Date.now,
}: {
  store: Pick<ResponseStore, 'recall' | 'remember'>;
  now?: () => number;
}): Idempotency {
  /** Requests that are looked up or under way. */
  const current = new Map<string, { bodyHash: string; run: Promise<Run> }>();

  const keeper =
    (scope: string, bodyHash: string): Keep =>
    (work) => {
      const keepLog = (run: Run, ending: RunEnding): Promise<void> => {
        const log = packLog([...run.log.events, { ...ending, at: now() }]);
        const answer: Answer = { runId: run.id, createdAt: run.createdAt, log };
        return store.remember({ scope, bodyHash, answer, expiresAt: now() + keptMs });
      };
      let begun: Promise<unknown> | undefined;
      return {
        ...work,
        prepare: (signal, run) => {
          const unsubscribe = run.log.subscribe(0, ({ type }) => {
            if (type !== 'tool.started') return;
            unsubscribe();
            // Should this host not live to see the end, the tools are still not run again. Where
            // that cannot be kept, the end cannot be kept either, and the run fails then.
            begun = Promise.allSettled([keepLog(run, cutOff)]);
          });
          return work.prepare(signal, run);
        },
        finish: async (ending, run) => {
          await Promise.all([work.finish?.(ending, run), begun]);
          if (!mayRunAgain(ending, run.log.events)) await keepLog(run, ending);
        },
      };
    };

  const recallOrStart = async (
    { origin, resume }: RepeatableRequest,
    scope: string,
    bodyHash: string,
    start: (keep: Keep) => Promise<Run>,
  ): Promise<Run> => {
    const record = await store.recall(scope);
    if (record) {
      refuseOtherBody(record.bodyHash, bodyHash);
      const { runId, createdAt, log } = record.answer as Answer;
      const resumed = log.at(-1)?.type === 'run.completed' ? undefined : resume?.(runId);
      if (resumed) return resumed;
      return replayedRun({ id: runId, createdAt, events: unpackLog(log) }, origin);
    }
    return start(keeper(scope, bodyHash));
  };

  const runOnce = async (
    request: RepeatableRequest,
    scope: string,
    bodyHash: string,
    start: (keep: Keep) => Promise<Run>,
  ): Promise<Run> => {
    const twin = current.get(scope);
    if (twin) {
      refuseOtherBody(twin.bodyHash, bodyHash);
      const run = await twin.run;
      if (!run.stopping) return run;
      // A client that comes back at once finds its own dropped run, which is on its way out.
      await run.finished;
      return runOnce(request, scope, bodyHash, start);
    }
    const run = recallOrStart(request, scope, bodyHash, start);
    current.set(scope, { bodyHash, run });
    const forget = (): void => void current.delete(scope);
    run.then((found) => found.finished.then(forget), forget);
    return run;
  };

  return {
    async run(request, start) {
      const { key } = request;
      if (key === undefined) return start((work) => work);
      if (key === '' || key.length > longestKey) {
        throw invalidRequest(`Idempotency-Key must have 1 to ${longestKey} characters.`);
      }
      const scope = digestOf([request.endpoint, request.apiKey ?? '', key]);
      return runOnce(request, scope, await digestOfBody(request.body), start);
    },
  };
}

/** How a run ended whose host died under it. */
const cutOff: RunEnding = { type: 'run.cancelled', reason: 'server_stopped', usage: noUsage };

/** A run that failed before any tool ran has changed nothing: repeating it is what the client wants. */
function mayRunAgain(ending: RunEnding, events: readonly RunEvent[]): boolean {
  return ending.type !== 'run.completed' && !events.some(({ type }) => type === 'tool.started');
}

function refuseOtherBody(known: string, given: string): void {
  if (known === given) return;
  throw apiError(
    'idempotency_key_reused',
    'This Idempotency-Key was used before, with another request. Use a new key for a new request.',
    // The SDKs repeat a 409 unless told not to.
    { headers: { 'x-should-retry': 'false' } },
  );
}
