import type { FinishReason, RunEvent } from '../../../../../shared/run-events.ts';
import { failureOf } from '../../../streaming/stream-run.ts';
import { createOutputItems } from './output-items.ts';
import type { Presentation } from './presentation.ts';
import {
  responseBody,
  responseError,
  responseUsage,
  type ResponseBody,
  type ResponseHead,
  type ResponseState,
} from './response-body.ts';
import type { ResponseEvent, UnnumberedEvent } from './stream-events.ts';

export interface ProgressOptions extends Presentation {
  /** Read whenever the response is told: a run may learn late which instructions are carried on. */
  head: Readonly<ResponseHead>;
  /** When the run ended, where that is known better than from its log; milliseconds since the epoch. */
  endedAt?: () => number | undefined;
}

/** A response as far as its run has come. */
export interface ResponseProgress {
  /**
   * The events that stand before all others. A response is in progress from its beginning, but one
   * in the background, whose client may look at it while it waits, when its run begins.
   */
  opening(): ResponseEvent[];
  /** Takes the next event of the run's log; gives what tells a client of it. */
  apply(event: RunEvent): ResponseEvent[];
  /** The response object as it stands now. */
  body(): ResponseBody;
}

/**
 * Maps the events of a run to a response and the events of its stream. What it gives depends on
 * nothing but what it was given, so a stream can be told again, number by number, from a kept log.
 */
export function createProgress(options: ProgressOptions): ResponseProgress {
  const state: Omit<ResponseState, 'output'> = {
    status: options.head.background ? 'queued' : 'in_progress',
    completed_at: null,
    incomplete_details: null,
    error: null,
    usage: null,
  };
  let begun = false;
  let told: ResponseEvent[] = [];
  let number = 0;

  const tell = (event: UnnumberedEvent): void => {
    told.push(Object.assign(event, { sequence_number: number }));
    number += 1;
  };
  const items = createOutputItems(options.head, options, tell);
  const body = (): ResponseBody => responseBody(options.head, { ...state, output: items.list() });
  const begin = (): void => {
    if (begun) return;
    begun = true;
    state.status = 'in_progress';
    tell({ type: 'response.in_progress', response: body() });
  };

  const end = (event: Extract<RunEvent, { type: `run.${string}` }>): void => {
    begin();
    switch (event.type) {
      case 'run.started':
      case 'run.resumed':
      case 'run.notice':
      case 'run.remembered':
        return;
      case 'run.completed': {
        const { outcome } = event;
        items.close(outcome.status);
        outcome.clientToolCalls.forEach(items.addClientCall);
        state.status = outcome.status;
        state.usage = responseUsage(outcome.usage);
        if (outcome.status === 'completed') {
          state.completed_at = Math.floor((options.endedAt?.() ?? event.at) / 1000);
        } else state.incomplete_details = { reason: outcome.incompleteReason ?? 'interrupted' };
        tell({ type: `response.${outcome.status}`, response: body() });
        return;
      }
      case 'run.failed': {
        items.close('incomplete');
        // Without its cause, for which the specification has no place.
        const failure = failureOf(event)!;
        const { message, type, code, param } = failure;
        tell({ type: 'error', code, message, param, error: { type, code, message, param } });
        state.status = 'failed';
        state.error = responseError(failure);
        state.usage = responseUsage(event.usage);
        tell({ type: 'response.failed', response: body() });
        return;
      }
      case 'run.cancelled':
        items.close('incomplete');
        state.usage = responseUsage(event.usage);
        if (event.reason === 'cancelled_by_user') state.status = 'cancelled';
        else {
          state.status = 'incomplete';
          state.incomplete_details = { reason: 'interrupted' };
        }
        tell({ type: 'response.incomplete', response: body() });
    }
  };

  const take = (event: RunEvent): void => {
    switch (event.type) {
      case 'run.started':
        begin();
        break;
      case 'text.delta':
        items.write('message', event.text);
        break;
      case 'reasoning.delta':
        items.write('reasoning', event.text);
        break;
      case 'run.notice':
        if (event.shown) items.write('reasoning', `▸ ${event.text}\n\n`);
        break;
      case 'model.started':
        // A call that was cut off and is made again has said all that it is going to say.
        items.endReply();
        break;
      case 'model.finished':
        if (!wasCutOff(event.finishReason)) items.endReply();
        break;
      case 'tool.started':
        items.addServerCall({ ...event, id: event.callId });
        break;
      case 'tool.finished':
        items.endServerCall(event);
        break;
      case 'run.completed':
      case 'run.failed':
      case 'run.cancelled':
        end(event);
        break;
      case 'run.resumed':
      case 'run.remembered':
      case 'approval.requested':
      case 'approval.resolved':
        break;
    }
  };

  const collect = (step: () => void): ResponseEvent[] => {
    told = [];
    step();
    return told;
  };

  return {
    opening: () =>
      collect(() => {
        tell({ type: 'response.created', response: body() });
        if (!options.head.background) begin();
      }),
    apply: (event) => collect(() => take(event)),
    body,
  };
}

function wasCutOff(reason: FinishReason): boolean {
  return reason === 'length' || reason === 'content_filter';
}
