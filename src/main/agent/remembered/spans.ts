import type { FunctionCall } from '../../../shared/run-events.ts';
import type { ChatMessage } from '../../model/model.ts';
import { textOf } from '../../model/conversation/measure.ts';
import { plainForm, userForm } from './forms.ts';

/**
 * A part of a turn as a client's history shows it: what was said up to the calls that it had to
 * answer, or up to the end.
 */
export interface Segment {
  /** Where its messages stand: assistant messages, and outputs of its calls behind them. */
  start: number;
  end: number;
  /** Where the outputs of its calls begin. */
  outputs: number;
  /** Plain form. */
  text: string;
  calls: FunctionCall[];
}

/** What stands between one thing a person said and the next. */
export interface Span {
  /** Plain form of what the person said. */
  user: string;
  /** Where what follows it stands. */
  start: number;
  end: number;
  segments: Segment[];
  /** Nothing has been said after it: it is being answered. */
  open: boolean;
}

/** Sorts a history by what a person said. What stands before that is in no span. */
export function spansOf(messages: readonly ChatMessage[]): Span[] {
  const starts = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  return starts.map((at, index) => {
    const end = starts[index + 1] ?? messages.length;
    return {
      user: userForm(messages[at]!),
      start: at + 1,
      end,
      segments: segmentsOf(messages, at + 1, end),
      open: index === starts.length - 1,
    };
  });
}

function segmentsOf(messages: readonly ChatMessage[], start: number, end: number): Segment[] {
  const segments: Segment[] = [];
  let at = start;
  while (at < end) {
    const from = at;
    const texts: string[] = [];
    let calls: FunctionCall[] = [];
    while (at < end && calls.length === 0 && messages[at]!.role === 'assistant') {
      texts.push(textOf(messages[at]!));
      calls = callsIn(messages[at]!);
      at += 1;
    }
    const outputs = at;
    while (at < end && messages[at]!.role === 'tool') at += 1;
    // Neither the one nor the other, which no history has.
    if (at === from) at += 1;
    segments.push({ start: from, end: at, outputs, text: plainForm(texts.join('\n')), calls });
  }
  return segments;
}

/** The calls of functions that a message makes. */
export function callsIn(message: ChatMessage): FunctionCall[] {
  if (message.role !== 'assistant') return [];
  return (message.tool_calls ?? []).flatMap((call) =>
    call.type === 'function'
      ? [{ id: call.id, name: call.function.name, arguments: call.function.arguments }]
      : [],
  );
}
