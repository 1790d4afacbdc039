import type { IncomingHttpHeaders } from 'node:http';
import { recogniseClient } from '../../../../shared/clients/recognise.ts';
import type { RunWork } from '../../../runs/active-run.ts';
import type { RequestMark, Run } from '../../../runs/run.ts';
import type { Runs } from '../../../runs/runs.ts';
import type { ResponseStore } from '../../../store/response-store.ts';
import { namedChat } from '../conversation-id.ts';
import { digestOf, digestOfBody } from '../digest.ts';
import {
  createIdempotency,
  type Keep,
  type RepeatableRequest,
} from '../idempotency/idempotency.ts';
import { askedContent } from './asked-content.ts';

/** A request for an answer, as far as a repetition of it is concerned. */
export interface AskingRequest extends Omit<RepeatableRequest, 'key' | 'resume'> {
  headers: IncomingHttpHeaders;
  /** Whether the client is shown the answer as it comes. */
  streamed: boolean;
  /** The stored conversation that it goes on, where it names one. */
  conversation?: string | undefined;
}

/** Adds to a run's work what a repetition of its request is known by, and what is kept for one. */
export type Adopt = (work: RunWork) => RunWork;

/**
 * Answers requests, each once. Clients repeat what failed, and streams have spent their status by
 * then, so a repetition is answered by the run it repeats: one under way is joined, one that broke off
 * once tools had run goes on where it was.
 */
export interface Repetitions {
  /**
   * Gives the run that answers the request.
   * @param start starts a run for a request that repeats none; its work must have gone through `adopt`
   * @throws {ApiError} 409 when its `Idempotency-Key` came with another body before; 400 for a bad one
   * @throws {TooManyRunsError} when the queue is full
   */
  run(request: AskingRequest, start: (adopt: Adopt) => Promise<Run>): Promise<Run>;
}

export function createRepetitions({
  runs,
  store,
}: {
  runs: Pick<Runs, 'repeatable' | 'resume' | 'abandon'>;
  store: Pick<ResponseStore, 'recall' | 'remember'>;
}): Repetitions {
  const idempotency = createIdempotency({ store });

  /** The run that a request repeats, under way again; undefined where it repeats none. */
  const repeated = async (
    mark: RequestMark,
    streamed: boolean,
    keep: Keep,
  ): Promise<Run | undefined> => {
    const candidates = runs.repeatable().filter((known) => mayRepeat(mark, known));
    if (candidates.length === 0) return undefined;
    const content = await mark.content();
    for (const { run } of candidates) {
      if ((await run.mark!.content()) !== content) continue;
      // A client that comes back at once finds its own dropped run, which is on its way out.
      if (run.stopping) {
        await run.finished;
        return repeated(mark, streamed, keep);
      }
      const known = runs.repeatable().find((each) => each.run === run);
      if (!known || !mayRepeat(mark, known)) continue;
      run.mark!.retries = mark.retries;
      if (known.ending !== 'broke off') return run;
      return runs.resume(run.id, { streamed, extend: keep });
    }
    return undefined;
  };

  return {
    run(request, start) {
      const { headers, streamed, conversation } = request;
      const mark = markOf(request);
      return idempotency.run(
        {
          ...request,
          key: single(headers['idempotency-key']),
          resume: (runId) => runs.resume(runId, { streamed }),
        },
        async (keep) => {
          const known = await repeated(mark, streamed, keep);
          if (known) return known;
          const run = await start((work) => keep({ ...work, mark }));
          // The conversation has gone on: what broke off in it before does not any more.
          if (conversation !== undefined) abandonOthers(runs, run);
          return run;
        },
      );
    },
  };
}

/** How soon after it left a client comes back that repeats without saying so, in milliseconds. */
const comesBackMs = 60_000;

function markOf(request: AskingRequest): RequestMark {
  const { endpoint, apiKey, headers, body, conversation, streamed } = request;
  const { repeatsUnsaid } = recogniseClient(headers);
  return {
    scope: digestOf([endpoint, apiKey ?? '', namedChat(headers) ?? '']),
    ...(conversation === undefined ? {} : { conversation }),
    content: once(() => digestOfBody(askedContent(body))),
    retries: retriesOf(headers),
    repeatsUnsaid: repeatsUnsaid === 'always' || (repeatsUnsaid === 'whole' && !streamed),
  };
}

/** Whether a request of this mark may be a repetition of this run's, if it asks for the same. */
function mayRepeat(
  { scope, retries, repeatsUnsaid }: RequestMark,
  { run, ending }: ReturnType<Runs['repeatable']>[number],
): boolean {
  if (run.mark?.scope !== scope) return false;
  // Some clients send the same number each time, which says nothing.
  const saysSo = retries > run.mark.retries;
  const comesBack =
    repeatsUnsaid && isClientsDoing(run) && Date.now() - run.log.events.at(-1)!.at < comesBackMs;
  switch (ending) {
    case 'none':
      return saysSo || run.attempts > 1;
    case 'broke off':
      return saysSo || comesBack || !isClientsDoing(run);
    case 'stopped':
    case 'unheard':
      return saysSo;
  }
}

/** A client that left may have been told to by a person, who then asks anew. */
function isClientsDoing({ log }: Run): boolean {
  const last = log.events.at(-1);
  return last?.type === 'run.cancelled' && last.reason === 'client_disconnected';
}

function abandonOthers(runs: Pick<Runs, 'repeatable' | 'abandon'>, { id, mark }: Run): void {
  for (const { run, ending } of runs.repeatable()) {
    const same = run.mark?.scope === mark?.scope && run.mark?.conversation === mark?.conversation;
    if (same && ending === 'broke off' && run.id !== id) runs.abandon(run.id);
  }
}

/** How often the SDKs of OpenAI, and what is built on them, say that they have sent it before. */
function retriesOf(headers: IncomingHttpHeaders): number {
  const text = single(headers['x-stainless-retry-count']) ?? '';
  return /^\d{1,3}$/.test(text) ? Number(text) : 0;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Makes a value at the first call, and forgets how. */
function once<Value>(make: () => Value): () => Value {
  let state: { make: () => Value } | { made: Value } = { make };
  return () => {
    if ('make' in state) state = { made: state.make() };
    return state.made;
  };
}
