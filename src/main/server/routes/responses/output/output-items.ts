import type OpenAI from 'openai';
import type { FunctionCall } from '../../../../../shared/run-events.ts';
import { itemId, type ItemType } from './item-ids.ts';
import type { Presentation } from './presentation.ts';
import type { OutputItem } from './response-body.ts';
import type { UnnumberedEvent } from './stream-events.ts';

/** The items of one response in the order in which they come; each step is told as events. */
export interface OutputItems {
  /** Text of the item that is open, or of a new one where another kind is open, or none. */
  write: (type: OpenItem['type'], text: string) => void;
  /** Ends the open item, if there is one. */
  close: (status: 'completed' | 'incomplete') => void;
  /** A whole function call, be it the client's or a server tool's. */
  addCall: (call: FunctionCall) => void;
  /** The output of a server tool's call. */
  addOutput: (callId: string, text: string) => void;
  /** All items as they stand now. */
  list: () => OutputItem[];
}

/** An item of text that is still being written. */
interface OpenItem {
  type: 'message' | 'reasoning';
  id: string;
  text: string;
}

/**
 * @param responseId of the response whose items they are; their ids are made from it
 * @param tell takes each event, in order
 */
export function createOutputItems(
  responseId: string,
  { piecewise }: Presentation,
  tell: (event: UnnumberedEvent) => void,
): OutputItems {
  const output: OutputItem[] = [];
  let open: OpenItem | undefined;
  const newId = (type: ItemType): string =>
    itemId(type, { responseId, list: 'output', index: output.length });

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
    if (piecewise) tellDelta(open, text);
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
    if (!piecewise) tellDelta(open, text);
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

  return {
    write,
    close,
    addCall,
    addOutput,
    list: () => (open ? [...output, textItem(open, 'in_progress')] : [...output]),
  };
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
