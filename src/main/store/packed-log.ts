import type { RunEvent } from '../../shared/run-events.ts';

type DeltaType = 'text.delta' | 'reasoning.delta';

/** Pieces of text that came one after the other, as one text with the length of each piece. */
interface PackedDeltas {
  type: DeltaType;
  /** When the first piece came. */
  at: number;
  text: string;
  /** Lengths in UTF-16 units; they add up to the text's. */
  pieces: number[];
}

/** An event as it is kept. */
export type PackedEvent = Exclude<RunEvent, { type: DeltaType }> | PackedDeltas;

/** The log of a run in a form that takes little more room than the texts it holds. */
export function packLog(events: readonly RunEvent[]): PackedEvent[] {
  const packed: PackedEvent[] = [];
  for (const event of events) {
    if (!isDelta(event)) {
      packed.push(event);
      continue;
    }
    const last = packed.at(-1);
    if (last && last.type === event.type && 'pieces' in last) {
      last.text += event.text;
      last.pieces.push(event.text.length);
    } else {
      packed.push({ ...event, pieces: [event.text.length] });
    }
  }
  return packed;
}

/** The events of a kept log, piece by piece as they came; a run of pieces has one time. */
export function unpackLog(packed: readonly PackedEvent[]): RunEvent[] {
  return packed.flatMap((event): RunEvent[] => {
    if (!('pieces' in event)) return [event];
    const { type, at, text, pieces } = event;
    let start = 0;
    return pieces.map((length) => {
      start += length;
      return { type, at, text: text.slice(start - length, start) };
    });
  });
}

function isDelta(event: RunEvent): event is Extract<RunEvent, { type: DeltaType }> {
  return event.type === 'text.delta' || event.type === 'reasoning.delta';
}
