import {
  addUsage,
  type ApprovalAnswer,
  type ApprovalSource,
  type CancelReason,
  type FinishReason,
  type RunError,
  type RunEvent,
  type RunOutcome,
  type ToolFailure,
  type UnaskedBecause,
  type Usage,
} from '../../../shared/run-events.ts';

/** One model call of a run. */
export interface ModelEntry {
  kind: 'model';
  /** Counts from 1; 0 is a summary of older turns, which is no part of the answer. */
  call: number;
  /** Milliseconds since the epoch. */
  at: number;
  reasoning: string;
  text: string;
  /** What is to be known of how it was asked, or answered. */
  notices: readonly string[];
  /** Null while it goes on. */
  finished: { ms: number; finishReason: FinishReason; usage: Usage | null } | null;
}

/** One tool call of a run, with the question whether it may run. */
export interface ToolEntry {
  kind: 'tool';
  callId: string;
  name: string;
  summary: string;
  /** The JSON text as the model wrote it. */
  arguments: string;
  at: number;
  approval: ToolApproval | null;
  /** Null while it goes on. */
  finished: ToolEnd | null;
}

/** How a tool call ended. */
export interface ToolEnd {
  ms: number;
  output: string;
  error: boolean;
  /** Null unless it came to nothing. */
  failure: ToolFailure | null;
  /** Null where something had to be decided, or it did not run. */
  unasked: UnaskedBecause | null;
  /** Null but for a command that ran to its end. */
  exitCode: number | null;
}

/** A question to the person about a tool call, or the decision where none was asked. */
export interface ToolApproval {
  /** The full command or path; empty where nobody was asked. */
  action: string;
  reasons: readonly string[];
  requestedAt: number;
  /** Null while it waits. */
  decision: Decision | null;
}

/** What was decided about a tool call, by whom. */
export interface Decision {
  answer: ApprovalAnswer;
  source: ApprovalSource;
  at: number;
  /** What the saved answers allow that covered it. */
  covered: readonly string[];
  /** What the model was told with a refusal; empty where nothing was. */
  reason: string;
  /** Through which program a person answered; null where it was in the window. */
  by: string | null;
}

/** How a run ended. */
export type EndEntry = { kind: 'end'; at: number } & (
  | { type: 'run.completed'; outcome: RunOutcome }
  | { type: 'run.failed'; error: RunError }
  | { type: 'run.cancelled'; reason: CancelReason }
);

/** Where a run went on that had broken off. */
export interface ResumedEntry {
  kind: 'resumed';
  at: number;
  attempt: number;
  /** Why it had broken off, in a sentence. */
  because: string;
}

/** What was put back of earlier turns. */
export interface RememberedEntry {
  kind: 'remembered';
  at: number;
  turns: number;
  calls: number;
}

/** What stands in a timeline. */
export type TimelineEntry = ModelEntry | ToolEntry | ResumedEntry | RememberedEntry | EndEntry;

/** What a run did, in order. Entries that did not change are the same objects as before. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** When the run got its place and began; null while it waits. */
  readonly startedAt: number | null;
  /** The upstream model's name; empty until it began. */
  readonly model: string;
}

/** Of a run that has not begun. */
export const emptyTimeline: Timeline = { entries: [], startedAt: null, model: '' };

/** A timeline with further events of its run; the given one stays as it is. */
export function extendTimeline(timeline: Timeline, events: readonly RunEvent[]): Timeline {
  const entries = [...timeline.entries];
  let { startedAt, model } = timeline;

  const change = <Kind extends TimelineEntry['kind']>(
    kind: Kind,
    matches: (entry: Extract<TimelineEntry, { kind: Kind }>) => boolean,
    apply: (
      entry: Extract<TimelineEntry, { kind: Kind }>,
    ) => Partial<Extract<TimelineEntry, { kind: Kind }>>,
  ): void => {
    const index = entries.findLastIndex(
      (entry) => entry.kind === kind && matches(entry as Extract<TimelineEntry, { kind: Kind }>),
    );
    const entry = entries[index] as Extract<TimelineEntry, { kind: Kind }> | undefined;
    if (entry) entries[index] = { ...entry, ...apply(entry) };
  };
  const running = (entry: ModelEntry): boolean => entry.finished === null;

  for (const event of events) {
    switch (event.type) {
      case 'run.started':
        startedAt = event.at;
        model = event.model;
        break;
      case 'run.resumed': {
        const { attempt, because, at } = event;
        entries.push({ kind: 'resumed', attempt, because, at });
        break;
      }
      case 'run.remembered': {
        const { turns, calls, at } = event;
        entries.push({ kind: 'remembered', turns, calls, at });
        break;
      }
      case 'model.started': {
        const { call, at } = event;
        entries.push({
          kind: 'model',
          call,
          at,
          reasoning: '',
          text: '',
          notices: [],
          finished: null,
        });
        break;
      }
      case 'text.delta':
        change('model', running, (entry) => ({ text: entry.text + event.text }));
        break;
      case 'reasoning.delta':
        change('model', running, (entry) => ({ reasoning: entry.reasoning + event.text }));
        break;
      case 'run.notice':
        change('model', running, (entry) => ({ notices: [...entry.notices, event.text] }));
        break;
      case 'model.finished': {
        const { ms, finishReason, usage } = event;
        change('model', running, () => ({ finished: { ms, finishReason, usage } }));
        break;
      }
      case 'tool.started': {
        const { callId, name, summary, at } = event;
        entries.push({
          kind: 'tool',
          callId,
          name,
          summary,
          arguments: event.arguments,
          at,
          approval: null,
          finished: null,
        });
        break;
      }
      case 'approval.requested': {
        const { action, reasons, at } = event;
        change(
          'tool',
          (entry) => entry.callId === event.callId,
          () => ({ approval: { action, reasons, requestedAt: at, decision: null } }),
        );
        break;
      }
      case 'approval.resolved': {
        const { answer, source, at, covered = [], reason = '', by = null } = event;
        change(
          'tool',
          (entry) => entry.callId === event.callId,
          (entry) => ({
            approval: {
              action: '',
              reasons: [],
              requestedAt: at,
              ...entry.approval,
              decision: { answer, source, at, covered, reason, by },
            },
          }),
        );
        break;
      }
      case 'tool.finished': {
        const { ms, output, error, failure = null, unasked = null, exitCode = null } = event;
        change(
          'tool',
          (entry) => entry.callId === event.callId && entry.finished === null,
          () => ({ finished: { ms, output, error, failure, unasked, exitCode } }),
        );
        break;
      }
      case 'run.completed':
      case 'run.failed':
      case 'run.cancelled':
        entries.push(endOf(event));
        break;
    }
  }
  return { entries, startedAt, model };
}

/** The text the client got: that of all model calls but summaries, as far as it has come. */
export function answerOf(timeline: Timeline): string {
  return timeline.entries
    .flatMap((entry) =>
      entry.kind === 'model' && entry.call > 0 && entry.text ? [entry.text] : [],
    )
    .join('\n\n');
}

/** Tokens of all model calls so far; null where there was none. */
export function usageOf(timeline: Timeline): Usage | null {
  const usages = timeline.entries.flatMap((entry) =>
    entry.kind === 'model' && entry.finished?.usage ? [entry.finished.usage] : [],
  );
  return usages.length === 0 ? null : usages.reduce(addUsage);
}

function endOf(event: Extract<RunEvent, { type: EndEntry['type'] }>): EndEntry {
  const { at } = event;
  switch (event.type) {
    case 'run.completed':
      return { kind: 'end', type: event.type, at, outcome: event.outcome };
    case 'run.failed':
      return { kind: 'end', type: event.type, at, error: event.error };
    case 'run.cancelled':
      return { kind: 'end', type: event.type, at, reason: event.reason };
  }
}
