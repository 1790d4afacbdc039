import type { AgentRequest } from '../../../agent/agent.ts';
import type { RunWork } from '../../../runs/active-run.ts';
import type { Run, RunEnding, RunOrigin } from '../../../runs/run.ts';
import { additionPrefix } from '../../../store/conversations.ts';
import type { History, InputItem, ResponseStore, Turn } from '../../../store/response-store.ts';
import type { RunEvent } from '../../../../shared/run-events.ts';
import { apiError } from '../../errors/api-error.ts';
import { soleOwner } from '../../requests/owner.ts';
import { withoutItems } from './conversation-items.ts';
import type { ItemsAsMessages } from './output/items.ts';
import { headOf, turnOf, type KnownResponse } from './known-response.ts';
import type { Presentation } from './output/presentation.ts';
import type { ResponseRequest } from './request/request.ts';
import { assembleTranscript, settleTranscript } from './transcript.ts';
import { orAbort, type QueueTicket } from './turn-order.ts';

/** What it takes to begin a response. */
export interface NewResponse {
  request: ResponseRequest;
  input: InputItem[];
  origin: RunOrigin;
  presentation: Presentation;
  /** Groups the runs of a client that continues nothing and stores nothing. */
  sessionId: string;
  /** As {@link AgentRequest.task}. */
  task?: string;
  /** As {@link AgentRequest.owner}. */
  owner: string;
  /** As {@link AgentRequest.remember}, where it continues nothing. */
  remember?: AgentRequest['remember'];
}

/** A response whose run is under way. */
export interface ActiveResponse extends KnownResponse {
  /** Deleted meanwhile: it is not to be stored. */
  deleted: boolean;
}

/** One turn of a conversation: what its run begins with, and what is stored of it. */
export interface ResponseTurn {
  readonly work: RunWork;
  /** There once the run was started. */
  readonly response: ActiveResponse;
  /** Resolves when a background response can be fetched after a restart too; at once for others. */
  readonly announced: Promise<void>;
  /** Waits for the turn's place in its conversation once more, when its run goes on. */
  resume(signal: AbortSignal): Promise<void>;
  /** To be called when the run could not be started. */
  giveUp(): void;
}

/** What the model gets of a conversation, and the chain it comes from. */
interface Past extends ItemsAsMessages {
  history: History | undefined;
}

/**
 * Makes a turn. What can be known of the past is loaded now, so that a request which does not fit it
 * is refused before its run begins.
 * @param before the run of the response it continues, if that is under way
 * @param takePlace takes its place in the conversation it names, if it names one
 * @throws {ApiError} 404 when the response before is unknown, 400 when the input does not fit it
 */
export async function createTurn(
  store: ResponseStore,
  wanted: NewResponse,
  { before, takePlace }: { before: Run | undefined; takePlace: () => QueueTicket | undefined },
): Promise<ResponseTurn> {
  const { request, input, origin, presentation, sessionId } = wanted;
  const { background, store: isStored } = request.echo;
  let place = takePlace();
  let past = before || place ? undefined : await loadPast(store, wanted);
  let response: ActiveResponse | undefined;
  let announced: Promise<void> = Promise.resolve();

  const giveUp = (): void => {
    past?.history?.release();
    place?.leave();
  };

  const prepare = async (signal: AbortSignal, run: Run): Promise<AgentRequest> => {
    const begun = { head: headOf(request, run), input, presentation, run, deleted: false };
    response = begun;
    if (background) announced = store.save(turnOf(begun, [], []));
    await announced;
    await place?.wait(signal);
    if (before) await orAbort(before.finished, signal);
    past ??= await loadPast(store, wanted);
    const { history, instructions: texts, messages } = past;
    begun.head.instructions ??= history?.instructions ?? null;
    const instructions = [begun.head.instructions ?? '', ...texts].filter((text) => text !== '');
    const { max_tool_calls: maxToolCalls } = request.echo;
    return {
      messages,
      ...(instructions.length > 0 ? { instructions: instructions.join('\n') } : {}),
      clientTools: request.clientTools,
      ...(request.toolChoice ? { toolChoice: request.toolChoice } : {}),
      parameters: request.parameters,
      ...(maxToolCalls === null ? {} : { maxToolCalls }),
      conversationId: conversationId(begun, history),
      streamed: request.stream,
      ...(wanted.task === undefined ? {} : { task: wanted.task }),
      owner: wanted.owner,
      // What is continued here is known as it was.
      ...(wanted.remember && !history && request.conversation === undefined
        ? { remember: wanted.remember }
        : {}),
      client: origin.client,
    };
  };

  /** The group that approvals, todo list and browser belong to: one for all turns of a chain. */
  const conversationId = ({ head }: KnownResponse, history: History | undefined): string => {
    if (request.conversation !== undefined) return namedConversation(request.conversation);
    if (history) return chainOf(history.turns[0]!.responseId);
    return isStored ? chainOf(head.id) : sessionId;
  };

  const finish = async (ending: RunEnding, run: Run): Promise<void> => {
    try {
      if (!isStored || response!.deleted) return;
      const at = Date.now();
      response!.endedAt = at;
      const events: RunEvent[] = [...run.log.events, { ...ending, at }];
      const messages =
        ending.type === 'run.completed'
          ? [...run.messages]
          : settleTranscript(run.messages, events);
      await store.save(turnOf(response!, messages, events));
    } finally {
      giveUp();
    }
  };

  return {
    work: { background, prepare, finish },
    get response() {
      return response!;
    },
    get announced() {
      return announced;
    },
    async resume(signal) {
      delete response!.endedAt;
      place = takePlace();
      await place?.wait(signal);
    },
    giveUp,
  };
}

/** The group of the runs of a conversation that has a name. */
export function namedConversation(name: string): string {
  return `conversation:${name}`;
}

/** The group of the runs that go on from a response, and from those that do. */
export function chainOf(firstResponseId: string): string {
  return `chain:${firstResponseId}`;
}

async function loadPast(
  store: ResponseStore,
  { request, input, origin }: NewResponse,
): Promise<Past> {
  const { previousResponseId, conversation, echo } = request;
  let history: History | undefined;
  if (conversation !== undefined) history = await store.conversation(conversation);
  else if (previousResponseId !== undefined) {
    const isResponse = !previousResponseId.startsWith(additionPrefix);
    history = isResponse ? await store.history(previousResponseId) : undefined;
    if (!history) throw previousNotFound(previousResponseId);
  }
  try {
    const turns =
      history && conversation !== undefined
        ? await withoutDeleted(store, conversation, history.turns, origin)
        : (history?.turns ?? []);
    return { history, ...assembleTranscript(turns, input, echo.truncation) };
  } catch (error) {
    history?.release();
    throw error;
  }
}

/** The turns of a conversation without the items that a client took out of it. */
async function withoutDeleted(
  store: ResponseStore,
  conversation: string,
  turns: readonly Turn[],
  origin: RunOrigin,
): Promise<readonly Turn[]> {
  const deleted = await store.conversations.deletedItems(soleOwner, conversation);
  if (deleted.size === 0) return turns;
  const all = await store.conversationTurns(conversation);
  return all.map((turn) => withoutItems(turn, deleted, origin));
}

function previousNotFound(id: string): Error {
  return apiError(
    'previous_response_not_found',
    `Previous response with id '${id}' not found. It may have been deleted, not stored, or no longer be kept.`,
    { param: 'previous_response_id' },
  );
}
