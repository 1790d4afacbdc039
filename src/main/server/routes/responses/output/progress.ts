import type OpenAI from 'openai';
import type { FinishReason, FunctionCall, RunEvent } from '../../../../../shared/run-events.ts';
import { failureOf } from '../../../streaming/stream-run.ts';
import { itemId, type ItemType } from './item-ids.ts';
import type { Presentation } from './presentation.ts';
import {
  responseBody,
  responseUsage,
  type OutputItem,
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

/** An item of text that is still being written. */
interface OpenItem {
  type: 'message' | 'reasoning';
  id: string;
  text: string;
}

/**
 * Maps the events of a run to a response and the events of its stream. What it gives depends on
 * nothing but what it was given, so a stream can be told again, number by number, from a kept log.
 */
export function createProgress(options: ProgressOptions): ResponseProgress {
  const output: OutputItem[] = [];
  const state: Omit<ResponseState, 'output'> = {
    status: options.head.background ? 'queued' : 'in_progress',
    completed_at: null,
    incomplete_details: null,
    error: null,
    usage: null,
  };
  let open: OpenItem | undefined;
  let begun = false;
  let told: ResponseEvent[] = [];
  let number = 0;

  const tell = (event: UnnumberedEvent): void => {
    told.push(Object.assign(event, { sequence_number: number }));
    number += 1;
  };
  const body = (): ResponseBody =>
    responseBody(options.head, {
      ...state,
      output: open ? [...output, textItem(open, 'in_progress')] : [...output],
    });
  const newId = (type: ItemType): string =>
    itemId(type, { responseId: options.head.id, list: 'output', index: output.length });

  const write = (type: OpenItem['type'], text: string): void => {
    if (text === '') return;
    if (open?.type !== type) {
      close('completed');
      open = { type, id: newId(type), text: '' };
      const place = { item_id: open.id, output_index: output.length };
      tell({
        type: 'response.output_item.added',
        output_index: output.length,
        item: emptyItem(open),
      });
      if (type === 'message') {
        const part = outputText('');
        tell({ type: 'response.content_part.added', ...place, content_index: 0, part });
      } else {
        const part = { type: 'summary_text' as const, text: '' };
        tell({ type: 'response.reasoning_summary_part.added', ...place, summary_index: 0, part });
      }
    }
    open.text += text;
    if (options.piecewise) tellDelta(open, text);
  };

  const tellDelta = ({ type, id }: OpenItem, delta: string): void => {
    const place = { item_id: id, output_index: output.length };
    if (type === 'message') {
      const logprobs: [] = [];
      tell({ type: 'response.output_text.delta', ...place, content_index: 0, delta, logprobs });
    } else {
      tell({ type: 'response.reasoning_summary_text.delta', ...place, summary_index: 0, delta });
    }
  };

  const close = (status: 'completed' | 'incomplete'): void => {
    if (!open) return;
    const { type, id, text } = open;
    if (!options.piecewise) tellDelta(open, text);
    const place = { item_id: id, output_index: output.length };
    if (type === 'message') {
      const part = outputText(text);
      const logprobs: [] = [];
      tell({ type: 'response.output_text.done', ...place, content_index: 0, text, logprobs });
      tell({ type: 'response.content_part.done', ...place, content_index: 0, part });
    } else {
      tell({ type: 'response.reasoning_summary_text.done', ...place, summary_index: 0, text });
    }
    const item = textItem(open, status);
    open = undefined;
    finish(item);
  };

  const finish = (item: OutputItem): void => {
    tell({ type: 'response.output_item.done', output_index: output.length, item });
    output.push(item);
  };

  const addCall = (call: FunctionCall): void => {
    close('completed');
    const id = newId('function_call');
    const { name } = call;
    const item: OpenAI.Responses.ResponseFunctionToolCall & { id: string } = {
      type: 'function_call',
      id,
      call_id: call.id,
      name,
      arguments: call.arguments,
      status: 'completed',
    };
    const place = { item_id: id, output_index: output.length };
    const added = { ...item, arguments: '', status: 'in_progress' as const };
    tell({ type: 'response.output_item.added', output_index: output.length, item: added });
    const delta = call.arguments;
    tell({ type: 'response.function_call_arguments.delta', ...place, delta });
    tell({ type: 'response.function_call_arguments.done', ...place, name, arguments: delta });
    finish(item);
  };

  const addOutput = (callId: string, text: string): void => {
    close('completed');
    const item = {
      type: 'function_call_output' as const,
      id: newId('function_call_output'),
      call_id: callId,
      output: text,
      status: 'completed' as const,
    };
    const added = { ...item, output: '', status: 'in_progress' as const };
    tell({ type: 'response.output_item.added', output_index: output.length, item: added });
    finish(item);
  };

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
        return;
      case 'run.completed': {
        const { outcome } = event;
        close(outcome.status);
        outcome.clientToolCalls.forEach(addCall);
        state.status = outcome.status;
        state.usage = responseUsage(outcome.usage);
        if (outcome.status === 'completed') {
          state.completed_at = Math.floor((options.endedAt?.() ?? event.at) / 1000);
        } else state.incomplete_details = { reason: outcome.incompleteReason ?? 'interrupted' };
        tell({ type: `response.${outcome.status}`, response: body() });
        return;
      }
      case 'run.failed': {
        close('incomplete');
        const { message, type, code, param } = failureOf(event)!;
        tell({ type: 'error', code, message, param, error: { type, code, message, param } });
        state.status = 'failed';
        state.error = { code, message };
        state.usage = responseUsage(event.usage);
        tell({ type: 'response.failed', response: body() });
        return;
      }
      case 'run.cancelled':
        close('incomplete');
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
        write('message', event.text);
        break;
      case 'reasoning.delta':
        write('reasoning', event.text);
        break;
      case 'model.finished':
        close(wasCutOff(event.finishReason) ? 'incomplete' : 'completed');
        break;
      case 'tool.started':
        if (options.showServerTools) addCall({ ...event, id: event.callId });
        break;
      case 'tool.finished':
        if (options.showServerTools) addOutput(event.callId, event.output);
        break;
      case 'run.completed':
      case 'run.failed':
      case 'run.cancelled':
        end(event);
        break;
      case 'model.started':
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

function outputText(text: string): OpenAI.Responses.ResponseOutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function textItem(item: OpenItem, status: 'in_progress' | 'completed' | 'incomplete'): OutputItem {
  const { type, id, text } = item;
  return type === 'message'
    ? { type, id, status, role: 'assistant', content: [outputText(text)] }
    : { type, id, status, summary: [{ type: 'summary_text', text }] };
}

/** As an item is announced: its parts follow. */
function emptyItem({ type, id }: OpenItem): OutputItem {
  const status = 'in_progress';
  return type === 'message'
    ? { type, id, status, role: 'assistant', content: [] }
    : { type, id, status, summary: [] };
}
