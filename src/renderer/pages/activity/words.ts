import type {
  ApprovalSource,
  CancelReason,
  FinishReason,
  IncompleteReason,
  RunStatus,
  ToolFailure,
  UnaskedBecause,
} from '../../../shared/run-events.ts';
import { describeAllowed } from '../agent/describe-allowed.ts';
import type { Decision } from './timeline.ts';

/** What the states of a run are called. */
export const statusNames: Record<RunStatus, string> = {
  queued: 'Waiting for its turn',
  in_progress: 'Working',
  completed: 'Completed',
  incomplete: 'Incomplete',
  failed: 'Failed',
  cancelled: 'Stopped',
};

/** Why a model call ended, as a part of a line. */
export const finishReasons: Record<FinishReason, string> = {
  stop: 'the model had finished',
  length: 'the limit of tokens was reached',
  tool_calls: 'it called tools',
  content_filter: 'the model service filtered it',
};

/** Why an answer is not whole, in a sentence. */
export const incompleteReasons: Record<IncompleteReason, string> = {
  max_output_tokens: 'The limit of tokens was reached before the answer was complete.',
  max_iterations: 'The limit of model calls for one run was reached.',
  content_filter: 'The model service filtered the answer.',
  interrupted: 'The run was interrupted.',
};

/** Why a run was stopped, in a sentence. */
export const cancelReasons: Record<CancelReason, string> = {
  client_disconnected: 'The client closed the connection.',
  cancelled_by_user: 'It was stopped by you or by the client.',
  server_stopped: 'The server was turned off.',
};

/** What a call that came to nothing is marked with. */
export const failureNames: Record<ToolFailure, string> = {
  refused: 'refused',
  timed_out: 'timed out',
  failed: 'failed',
};

/** Why a call ran though nobody was asked, in a sentence. */
export const unaskedReasons: Record<UnaskedBecause, string> = {
  wall: 'Ran without asking: inside the wall',
  harmless: 'Ran without asking: harmless',
};

/** `1 refused, 2 timed out`; empty where all tool calls went well. */
export function troubleText(failures: Readonly<Record<ToolFailure, number>>): string {
  return (Object.keys(failureNames) as ToolFailure[])
    .filter((how) => failures[how] > 0)
    .map((how) => `${failures[how]} ${failureNames[how]}`)
    .join(', ');
}

const deciders: Record<ApprovalSource, string> = {
  person: 'by you',
  saved: 'because of an answer you saved',
  mode: 'by the approvals mode',
  nobody: 'because nobody was there to be asked',
  timeout: 'because nobody answered in time',
  hardline: 'always: this is never allowed',
  run_ended: 'because the run ended',
};

/** `Allowed once by you`. */
export function decisionText({
  answer,
  source,
  covered = [],
  by,
}: Pick<Decision, 'answer' | 'source' | 'by'> & { covered?: readonly string[] }): string {
  if (source === 'saved' && answer !== 'deny') {
    const often = answer === 'conversation' ? 'allowed for this conversation' : 'always allowed';
    return `Ran without asking: ${often}: ${covered.map((entry) => describeAllowed(entry)).join('; ')}`;
  }
  if (source === 'mode' && answer !== 'deny') {
    return 'Ran without asking: the approvals mode allows everything';
  }
  const done = {
    once: 'Allowed once',
    conversation: 'Allowed for the conversation',
    always: 'Allowed always',
    deny: 'Denied',
  };
  // What a program calls itself is no word of ours.
  const who = source === 'person' && by !== null ? `over the API, through ${by}` : deciders[source];
  return `${done[answer]} ${who}`;
}
