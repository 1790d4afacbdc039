import type { RunWork } from '../../../runs/active-run.ts';
import type { Run, RunOrigin } from '../../../runs/run.ts';
import type { Runs } from '../../../runs/runs.ts';
import type { ResponseStore } from '../../../store/response-store.ts';
import { additionPrefix } from '../../../store/conversations.ts';
import { apiError } from '../../errors/api-error.ts';
import { onceBegun } from '../../errors/error-response.ts';
import { soleOwner } from '../../requests/owner.ts';
import type { Adopt } from '../../requests/repetition/repetitions.ts';
import { responseIdOf, runIdOf } from './output/item-ids.ts';
import { bodyOf, headOf, storedResponse, type KnownResponse } from './known-response.ts';
import type { ResponseBody } from './output/response-body.ts';
import type { TurnOrder } from './turn-order.ts';
import { chainOf, createTurn, type ActiveResponse, type NewResponse } from './turn.ts';

/** Responses under way and stored: begins, finds, stops and deletes them. */
export interface Responses {
  /**
   * Begins a response; one that runs in the background is stored already.
   * @param adopt see `Repetitions`
   * @throws {ApiError} 404 when the response before is unknown, 400 when the input does not fit it
   * @throws {TooManyRunsError} when the queue is full
   */
  begin(wanted: NewResponse, adopt: Adopt): Promise<KnownResponse>;
  /**
   * The response that a run makes, be it one just begun or one found by its idempotency key.
   * @param wanted the request it answers, from which it can be told where nothing is stored
   */
  madeBy(run: Run, wanted: Omit<NewResponse, 'input'>): Promise<KnownResponse>;
  /**
   * A response that is, or will be, stored, or a turn that a client added to a conversation; undefined
   * when there is none.
   */
  find(id: string, origin: RunOrigin): Promise<KnownResponse | undefined>;
  /**
   * A response that is, or will be, stored.
   * @throws {ApiError} 404 when there is none
   */
  get(id: string, origin: RunOrigin): Promise<KnownResponse>;
  /** Stops a response if it is under way, and gives it as it stands then. Throws as `get`. */
  cancel(id: string, origin: RunOrigin): Promise<ResponseBody>;
  /** Takes a response away, stopping it first if it is under way. Throws as `get`. */
  delete(id: string): Promise<void>;
}

export function createResponses({
  runs,
  store,
  order,
  forgetConversation,
}: {
  runs: Runs;
  store: ResponseStore;
  order: TurnOrder;
  forgetConversation?: (conversationId: string) => void;
}): Responses {
  const active = new Map<string, ActiveResponse>();

  const activeStored = (id: string): ActiveResponse | undefined => {
    const found = active.get(id);
    return found?.head.store && !found.deleted ? found : undefined;
  };

  const find = async (id: string, origin: RunOrigin): Promise<KnownResponse | undefined> => {
    const found = activeStored(id);
    if (found) return found;
    const turn = await store.get(id);
    return turn && storedResponse(turn, origin);
  };

  /** A name is anybody's choice; an id was given by somebody, and says that something is there. */
  const refuseUnknown = async (conversation: string): Promise<void> => {
    if (!/^conv_[\da-f]{48}$/.test(conversation)) return;
    if (await store.conversations.find(soleOwner, conversation)) return;
    throw apiError(
      'conversation_not_found',
      `There is no conversation "${conversation}". It may have been deleted, or no longer be kept.`,
      { param: 'conversation' },
    );
  };

  const activate = (response: ActiveResponse, run: Run): void => {
    active.set(response.head.id, response);
    void run.finished.then(() => active.delete(response.head.id));
  };

  const get = async (id: string, origin: RunOrigin): Promise<KnownResponse> => {
    const found = isAddition(id) ? undefined : await find(id, origin);
    if (!found) throw notFound(id);
    return found;
  };

  return {
    async begin(wanted, adopt) {
      const { conversation, previousResponseId } = wanted.request;
      if (conversation !== undefined) await refuseUnknown(conversation);
      const turn = await createTurn(store, wanted, {
        before: previousResponseId ? activeStored(previousResponseId)?.run : undefined,
        takePlace: () => (conversation === undefined ? undefined : order.enter(conversation)),
      });
      const resume: RunWork['resume'] = async (signal, run) => {
        activate(turn.response, run);
        await turn.resume(signal);
      };
      let run: Run;
      try {
        run = runs.start(adopt({ ...turn.work, resume }), wanted.origin);
      } catch (error) {
        turn.giveUp();
        throw error;
      }
      activate(turn.response, run);
      await onceBegun(run, turn.announced);
      return turn.response;
    },
    async madeBy(run, { request, origin, presentation }) {
      const id = responseIdOf(run.id);
      const found = active.get(id) ?? (request.echo.store ? await find(id, origin) : undefined);
      return found ?? { head: headOf(request, run), input: [], presentation, run };
    },
    find,
    get,
    async cancel(id, origin) {
      const found = await get(id, origin);
      found.run.cancel('cancelled_by_user');
      await found.run.finished;
      return bodyOf(found);
    },
    async delete(id) {
      runs.abandon(runIdOf(id));
      const found = activeStored(id);
      if (found) {
        found.deleted = true;
        found.run.cancel('cancelled_by_user');
        await found.run.finished;
      }
      const deleted = !isAddition(id) && (await store.delete(id));
      if (!found && !deleted) throw notFound(id);
      forgetConversation?.(chainOf(id));
    },
  };
}

function isAddition(id: string): boolean {
  return id.startsWith(additionPrefix);
}

function notFound(id: string): Error {
  return apiError(
    'response_not_found',
    `There is no response "${id}". It may have been deleted, not stored, or no longer be kept.`,
  );
}
