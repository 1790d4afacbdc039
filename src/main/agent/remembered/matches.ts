import type { ChatMessage } from '../../model/model.ts';
import type { RememberedTurn } from '../../store/remembered-turns.ts';
import { brokenKey, callKey, chatKey, pairKey, wholeKey } from './keys.ts';
import { callsIn, type Segment, type Span } from './spans.ts';
import { readTold, type ToldTurn } from './told-turn.ts';

/** A turn that was found, with what it did. */
export interface KnownTurn extends Omit<RememberedTurn, 'told'> {
  /** Null where nothing of it is hidden from clients. */
  told: ToldTurn | null;
}

/** A place in a history at which a run ended. */
export interface TurnEnd {
  span: Span;
  /** Undefined where the client shows nothing of the run. */
  segment: Segment | undefined;
  /** By which the turn that stood there is found. */
  keys: string[];
}

/** A turn at its place. */
export interface Match {
  place: TurnEnd;
  turn: KnownTurn;
  /** What it did, as far as the place does not show it; null where there is nothing of the kind. */
  work: ChatMessage[] | null;
}

/** What is known of a history. */
export interface KnownHistory {
  /** The conversation that it is; undefined where that cannot be told. */
  conversation: string | undefined;
  matches: Match[];
}

/** Every place of a history at which a run may have ended. */
export function placesOf(spans: readonly Span[], chat: string | undefined): TurnEnd[] {
  return spans.flatMap((span): TurnEnd[] => {
    const { user, segments, open } = span;
    if (segments.length === 0) {
      return open ? [] : [{ span, segment: undefined, keys: [brokenKey(user)] }];
    }
    return segments.map((segment, index) => {
      if (segment.calls.length > 0) {
        return { span, segment, keys: segment.calls.map((call) => callKey(call, user)) };
      }
      const parts = segments.slice(0, index + 1);
      const texts = [...new Set([segment.text, parts.map(({ text }) => text).join('')])];
      const keys = texts.flatMap((text) => [
        pairKey(user, text),
        wholeKey(user, text),
        ...(chat === undefined ? [] : [chatKey(chat, user, text)]),
      ]);
      return { span, segment, keys: [...keys, brokenKey(user)] };
    });
  });
}

/**
 * Finds out which turns stood at the places of a history. Two chats may look alike, word for word: the
 * turns of one conversation go together, and the one that explains most of the history is taken for
 * it. What stays in doubt is left out, for another chat's results are worse than none.
 * @param turns the latest first
 */
export function recognise(
  places: readonly TurnEnd[],
  turns: readonly KnownTurn[],
  chat: string | undefined,
): KnownHistory {
  const all = places.map((place) => matchesAt(place, turns, chat));
  const conversation = likeliest(all);
  const used = new Set<string>();
  const matches = all.flatMap((candidates) => {
    const free = candidates.filter(({ turn }) => !used.has(turn.id));
    const match = free.find(({ turn }) => turn.conversation === conversation) ?? undoubted(free);
    if (!match) return [];
    // A history may show a turn twice; what it did is told once.
    used.add(match.turn.id);
    return [match];
  });
  return { conversation, matches };
}

/** The turns that may have stood at a place, the latest first. */
function matchesAt(place: TurnEnd, turns: readonly KnownTurn[], chat: string | undefined): Match[] {
  return turns.flatMap((turn) => {
    if (chat !== undefined && turn.chat !== null && turn.chat !== chat) return [];
    const keys = place.keys.filter((key) => turn.keys.includes(key));
    const work = keys.length > 0 ? workAt(place, turn.told, keys) : undefined;
    return work === undefined ? [] : [{ place, turn, work }];
  });
}

/** What a turn did at a place, by the keys that found it; undefined where it is another's place. */
function workAt(
  { span, segment }: TurnEnd,
  told: ToldTurn | null,
  keys: readonly string[],
): ChatMessage[] | null | undefined {
  const byPartOnly = keys.every((key) => key === brokenKey(span.user));
  if (told === null) return byPartOnly ? undefined : null;
  const { before, own, broken } = told;
  if (byPartOnly && !broken?.startsWith(segment?.text ?? '')) return undefined;
  if (!segment) return own;
  if (segment.calls.length > 0) {
    // Calls of the client's, which nobody had answered when the run ended.
    const answered = new Set(own.map(answeredBy));
    const open = own.flatMap(callsIn).filter(({ id }) => !answered.has(id));
    return open.some(({ id }) => segment.calls.some((call) => call.id === id)) ? own : undefined;
  }
  // Of a turn of several runs the client shows the last text alone, or all of them as one.
  if (span.segments.length === 1) return [...before, ...own];
  return own;
}

function answeredBy(message: ChatMessage): string | undefined {
  return message.role === 'tool' ? message.tool_call_id : undefined;
}

/**
 * The conversation whose turns stand at the most places. Of several, the one with the latest turn,
 * if it makes no difference to what is put back.
 */
function likeliest(places: readonly (readonly Match[])[]): string | undefined {
  const counts = new Map<string, number>();
  for (const matches of places) {
    for (const name of new Set(matches.map(({ turn }) => turn.conversation))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const most = Math.max(0, ...counts.values());
  const best = new Set([...counts].filter(([, count]) => count === most).map(([name]) => name));
  const theirs = places.map((matches) => matches.filter(({ turn }) => best.has(turn.conversation)));
  const inDoubt = best.size > 1 && theirs.some((each) => each.length > 0 && !undoubted(each));
  return inDoubt ? undefined : theirs.flat()[0]?.turn.conversation;
}

/** The latest of turns that did the same; undefined where they did not. */
function undoubted(matches: readonly Match[]): Match | undefined {
  const works = new Set(matches.map(({ work }) => JSON.stringify(work)));
  return works.size === 1 ? matches[0] : undefined;
}

/** The turns as they were found, with what they did; `pause` is waited for now and then. */
export async function readTurns(
  turns: readonly RememberedTurn[],
  pause: () => Promise<void>,
): Promise<KnownTurn[]> {
  const read: KnownTurn[] = [];
  let characters = 0;
  for (const { told, ...turn } of turns) {
    characters += told?.length ?? 0;
    if (characters > charactersPerPause) {
      characters = 0;
      await pause();
    }
    read.push({ ...turn, told: told === null ? null : readTold(told) });
  }
  return read;
}

/** JSON parsed at a stretch; some milliseconds' work. */
const charactersPerPause = 1_000_000;
