import type { ChatMessage } from '../../model/model.ts';
import { renderedLength } from '../../model/conversation/measure.ts';
import { askedBy } from './keys.ts';
import type { KnownTurn, Match, TurnEnd } from './matches.ts';
import { shortenEach } from './shorten.ts';
import { callsIn } from './spans.ts';
import { levelsOf } from './steps.ts';

/** A history with what its turns did. */
export interface FullHistory {
  messages: ChatMessage[];
  /** Turns that were put back, and calls of tools in them. */
  turns: number;
  calls: number;
}

/** Of an older turn each output and each text in an argument keeps so many characters. */
const shortest = { output: 1_000, argument: 300 };

/** A stretch of the history, and what stands there instead. */
interface Replacement {
  start: number;
  end: number;
  messages: ChatMessage[];
}

/**
 * Puts what turns did in place of what the client shows of it.
 * @param room characters that all of it may take
 */
export function putBack(
  messages: readonly ChatMessage[],
  matches: readonly Match[],
  room: number,
): FullHistory {
  const hidden = matches.flatMap(({ place, turn, work }) =>
    work ? [{ place, turn, whole: work, short: shortenEach(work, shortest) }] : [],
  );
  const levels = levelsOf(
    hidden.map(({ whole, short }) => ({
      whole: renderedLength(whole),
      short: renderedLength(short),
    })),
    room,
  );
  const shown = hidden.flatMap(({ place, turn, whole, short }, index) => {
    const level = levels[index]!;
    return level === 'bare' ? [] : [{ place, turn, work: level === 'whole' ? whole : short }];
  });
  return {
    messages: replaced(
      messages,
      shown.flatMap(({ place, turn, work }) => replacementsFor(place, turn, work)),
    ),
    turns: shown.length,
    calls: shown.reduce((sum, { work }) => sum + work.flatMap(callsIn).length, 0),
  };
}

/** The work in place of the segment, and nothing in place of what the client shows of the same calls. */
function replacementsFor(
  { span, segment }: TurnEnd,
  { told }: KnownTurn,
  work: ChatMessage[],
): Replacement[] {
  if (!segment) return [{ start: span.start, end: span.start, messages: work }];
  const own = told!.own.flatMap(callsIn);
  // Some clients give calls ids of their own.
  const known = new Set([...own.map(({ id }) => id), ...own.map(askedBy)]);
  const copies = span.segments.filter(
    ({ end, calls }) =>
      end <= segment.start &&
      calls.length > 0 &&
      calls.every((call) => known.has(call.id) || known.has(askedBy(call))),
  );
  return [
    ...copies.map(({ start, end }) => ({ start, end, messages: [] })),
    { start: segment.start, end: segment.outputs, messages: work },
  ];
}

function replaced(
  messages: readonly ChatMessage[],
  replacements: readonly Replacement[],
): ChatMessage[] {
  const full: ChatMessage[] = [];
  let at = 0;
  for (const { start, end, messages: instead } of replacements.toSorted(byPlace)) {
    // What two turns claim belongs to the first.
    if (start < at) continue;
    full.push(...messages.slice(at, start), ...instead);
    at = end;
  }
  return [...full, ...messages.slice(at)];
}

function byPlace(a: Replacement, b: Replacement): number {
  return a.start - b.start || a.end - b.end;
}

/**
 * Calls of ours that a client hands back without their outputs, or with an error of its own, since it
 * knows no such tools, get their true ones.
 */
export function withTrueOutputs(
  messages: readonly ChatMessage[],
  places: readonly TurnEnd[],
  turns: readonly KnownTurn[],
): ChatMessage[] {
  const full = [...messages];
  for (const { segment, keys } of places) {
    if (!segment || segment.calls.length === 0) continue;
    const outputs = new Map(
      turns
        .filter((turn) => turn.keys.some((key) => keys.includes(key)))
        .flatMap(({ told }) => told?.own ?? [])
        .flatMap((message) =>
          message.role === 'tool' ? [[message.tool_call_id, message.content] as const] : [],
        ),
    );
    for (let at = segment.outputs; at < segment.end; at += 1) {
      const message = full[at]!;
      const content = message.role === 'tool' ? outputs.get(message.tool_call_id) : undefined;
      if (message.role === 'tool' && content !== undefined) full[at] = { ...message, content };
    }
  }
  return full;
}
