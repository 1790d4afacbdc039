import type { RunEvent } from '../../../../shared/run-events.ts';
import { noUsage } from '../../../../shared/run-events.ts';
import { packLog, unpackLog, type PackedEvent } from '../../../store/packed-log.ts';
import type { InputItem, NewTurn, StoredTurn } from '../../../store/response-store.ts';
import type { Run, RunOrigin } from '../../../runs/run.ts';
import type { ChatMessage } from '../../../model/model.ts';
import { replayedRun } from '../../requests/idempotency/replayed-run.ts';
import { responseIdOf, runIdOf } from './output/item-ids.ts';
import { storedPresentation, type Presentation } from './output/presentation.ts';
import { createProgress, type ResponseProgress } from './output/progress.ts';
import type {
  EchoedSettings,
  EchoedTool,
  ResponseBody,
  ResponseHead,
} from './output/response-body.ts';
import { defaultSettings, type ResponseRequest } from './request/request.ts';

/** A response and the run that makes it, be it under way or told from what is kept. */
export interface KnownResponse {
  readonly head: ResponseHead;
  readonly input: readonly InputItem[];
  readonly presentation: Presentation;
  readonly run: Run;
  /** When its end was stored, in milliseconds since the epoch; what the response tells as well. */
  endedAt?: number;
}

/** Follows a response from its first event. */
export function progressOf(response: KnownResponse): ResponseProgress {
  const { head, presentation } = response;
  return createProgress({ head, ...presentation, endedAt: () => response.endedAt });
}

/** The response object as it stands now. */
export function bodyOf(response: KnownResponse): ResponseBody {
  const progress = progressOf(response);
  for (const event of response.run.log.events) progress.apply(event);
  return progress.body();
}

/** What stands of a response when its run begins. */
export function headOf(request: ResponseRequest, run: Run): ResponseHead {
  const { echo, tools, conversation } = request;
  return {
    ...echo,
    id: responseIdOf(run.id),
    created_at: Math.floor(run.createdAt / 1000),
    previous_response_id: request.previousResponseId ?? null,
    instructions: request.instructions ?? null,
    tools,
    ...(conversation === undefined ? {} : { conversation: { id: conversation } }),
  };
}

/** What is stored of a response beside its turn. */
interface KeptResponse {
  /** Without what is as usual. */
  settings: Partial<EchoedSettings>;
  presentation: Presentation;
  /** Empty while the run goes on. */
  log: PackedEvent[];
}

/**
 * The turn as it is stored.
 * @param messages what the run has added to the conversation
 * @param events the run's whole log; empty while it goes on
 */
export function turnOf(
  { head, input, presentation, run }: KnownResponse,
  messages: ChatMessage[],
  events: readonly RunEvent[],
): NewTurn {
  const { id, previous_response_id, instructions, tools, conversation } = head;
  const kept: KeptResponse = {
    settings: unusual(head),
    presentation,
    log: packLog(events),
  };
  return {
    responseId: id,
    parentId: previous_response_id,
    conversation: conversation?.id ?? null,
    place: messages.length > 0 ? 'head' : 'aside',
    createdAt: run.createdAt,
    instructions,
    tools,
    input: [...input],
    messages,
    response: { ...kept },
  };
}

/** A turn that holds what a client added to a conversation, and no response; of no conversation yet. */
export function additionOf(responseId: string, input: InputItem[], createdAt: number): NewTurn {
  const presentation: Presentation = {
    piecewise: true,
    serverCalls: 'hidden',
    callOutput: 'string',
  };
  const kept: KeptResponse = { settings: {}, presentation, log: [] };
  return {
    responseId,
    parentId: null,
    conversation: null,
    place: 'head',
    createdAt,
    instructions: null,
    tools: [],
    input,
    messages: [],
    response: { ...kept },
  };
}

/**
 * A stored response, with its log as if its run were over in this moment.
 * @param origin where the request came from that asks for it
 */
export function storedResponse(turn: StoredTurn, origin: RunOrigin): KnownResponse {
  const { responseId, parentId, conversation, createdAt, instructions, input } = turn;
  const { settings, presentation, log } = turn.response as unknown as KeptResponse;
  const head: ResponseHead = {
    ...defaultSettings,
    ...(settings as EchoedSettings),
    id: responseId,
    created_at: Math.floor(createdAt / 1000),
    previous_response_id: conversation === null ? parentId : null,
    instructions,
    tools: turn.tools as EchoedTool[],
    ...(conversation === null ? {} : { conversation: { id: conversation } }),
  };
  const events: RunEvent[] =
    log.length > 0
      ? unpackLog(log)
      : // It was stored when it began, and the host has ended without finishing it.
        [{ type: 'run.cancelled', reason: 'server_stopped', usage: noUsage, at: createdAt }];
  const run = replayedRun({ id: runIdOf(responseId), createdAt, events }, origin);
  return { head, input, presentation: storedPresentation(presentation), run };
}

function unusual(head: ResponseHead): Partial<EchoedSettings> {
  const names = Object.keys(defaultSettings) as (keyof EchoedSettings)[];
  const differing = names.filter(
    (name) => JSON.stringify(head[name]) !== JSON.stringify(defaultSettings[name]),
  );
  return Object.fromEntries(differing.map((name) => [name, head[name]]));
}
