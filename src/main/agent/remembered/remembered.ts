import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChatMessage } from '../../model/model.ts';
import { charactersPerToken, textOf } from '../../model/conversation/measure.ts';
import type { NewRememberedTurn, RememberedTurns } from '../../store/remembered-turns.ts';
import type { AgentRequest, AgentResult, AgentRun } from '../agent.ts';
import { settle } from '../loop/settle.ts';
import { plainForm, userForm } from './forms.ts';
import { brokenKey, callKey, chatKey, pairKey, wholeKey } from './keys.ts';
import { placesOf, readTurns, recognise } from './matches.ts';
import { putBack, withTrueOutputs } from './put-back.ts';
import { callsIn, spansOf } from './spans.ts';
import { tell } from './told-turn.ts';
import { Witness } from './witness.ts';

const keptMs = 30 * 24 * 60 * 60 * 1000;
/** What is put back takes this part of the model's context window at most. */
const part = 0.25;

export interface RememberingParts {
  turns: RememberedTurns;
  /** Tokens the model can read. */
  contextWindow: () => number;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Told what hinders remembering; the answer goes on. */
  warn: (message: string, error: unknown) => void;
}

/** Answers a request, given what to do with it. */
type Act = (request: AgentRequest, run: AgentRun) => Promise<AgentResult>;

/**
 * A chat client sends back only what it saw, so an agent would forget what its own tools found. This
 * answers a request with its history as it really was: what earlier runs did is put back where the
 * client shows them, and what this one does is kept for the requests to come. Whatever happens to
 * what is kept, the request is answered.
 */
export function createRemembering(
  parts: RememberingParts,
): (request: AgentRequest, run: AgentRun, act: Act) => Promise<AgentResult> {
  return async (request, run, act) => {
    const { remember } = request;
    if (!remember) return act(request, run);
    const full = await withMemory(request, remember, run, parts).catch((error: unknown) => {
      run.signal.throwIfAborted();
      parts.warn('Earlier turns could not be looked up; going on with what the client sent', error);
      return request;
    });
    const witness = new Witness();
    const own: ChatMessage[] = [...(run.resumption?.messages ?? [])];
    const shownBefore = own.map(textOf).join('\n\n');
    const keep = (messages: readonly ChatMessage[], ending: Ending): void => {
      const shown = plainForm(`${shownBefore}\n\n${witness.shown}`);
      const turn = turnOf(full, remember, { id: run.runId, messages, shown, ending }, parts.now());
      if (!turn) return;
      parts.turns
        .keep(turn)
        .catch((error: unknown) => parts.warn('A turn was not remembered', error));
    };
    try {
      const result = await act(full, {
        ...run,
        emit: (event) => {
          witness.see(event);
          run.emit(event);
        },
        record: (message) => {
          own.push(message);
          run.record(message);
        },
      });
      const handsOver = result.outcome.clientToolCalls.length > 0;
      keep(result.messages, handsOver ? 'hands over' : 'answers');
      return result;
    } catch (error) {
      keep(settle(own, witness.brokenOff), 'breaks off');
      throw error;
    }
  };
}

/** Whether a run gave an answer, left calls to the client, or was stopped or failed. */
type Ending = 'answers' | 'hands over' | 'breaks off';

type Remember = NonNullable<AgentRequest['remember']>;

/** The request with what its history's turns did. */
async function withMemory(
  request: AgentRequest,
  { owner, chat }: Remember,
  run: AgentRun,
  { turns, contextWindow, now }: RememberingParts,
): Promise<AgentRequest> {
  const places = placesOf(spansOf(request.messages), chat);
  const keys = [...new Set(places.flatMap((place) => place.keys))];
  if (keys.length === 0) return request;
  const found = await readTurns(await turns.find(owner, keys, now()), () => nextTurn());
  if (found.length === 0) return request;
  const { conversation, matches } = recognise(places, found, chat);
  const room = contextWindow() * part * charactersPerToken;
  const sent = withTrueOutputs(request.messages, places, found);
  const { messages, ...told } = putBack(sent, matches, room);
  if (told.turns > 0 && !run.resumption) run.emit({ type: 'run.remembered', ...told });
  return {
    ...request,
    messages,
    conversationId:
      chat === undefined && conversation !== undefined ? conversation : request.conversationId,
  };
}

/** A run's turn as it is kept; undefined where nothing could find it. */
function turnOf(
  { messages, conversationId }: AgentRequest,
  { owner, chat }: Remember,
  run: { id: string; messages: readonly ChatMessage[]; shown: string; ending: Ending },
  now: number,
): NewRememberedTurn | undefined {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  if (asked === -1) return undefined;
  const user = userForm(messages[asked]!);
  const before = messages.slice(asked + 1);
  const own = [...run.messages];
  const said = before.flatMap((message) => (message.role === 'assistant' ? [textOf(message)] : []));
  const whole = plainForm(said.join('\n')) + run.shown;
  const broken = run.ending === 'breaks off';
  const answers = run.shown !== '' && run.ending !== 'hands over';
  const keys = [
    ...own.flatMap(callsIn).map((call) => callKey(call, user)),
    ...(answers ? [pairKey(user, run.shown)] : []),
    ...(answers && chat !== undefined ? [chatKey(chat, user, run.shown)] : []),
    ...(answers && said.length > 0 ? [wholeKey(user, whole)] : []),
    ...(broken ? [brokenKey(user)] : []),
  ];
  if (keys.length === 0) return undefined;
  return {
    id: run.id,
    owner,
    conversation: conversationId,
    chat: chat ?? null,
    told: tell({ before, own, ...(broken ? { broken: run.shown } : {}) }),
    keys: [...new Set(keys)],
    createdAt: now,
    expiresAt: now + keptMs,
  };
}
