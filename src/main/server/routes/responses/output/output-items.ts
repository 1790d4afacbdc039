import type OpenAI from 'openai';
import type { FunctionCall } from '../../../../../shared/run-events.ts';
import { clientCall, type ClientCall } from './client-calls.ts';
import { itemId, type ItemType } from './item-ids.ts';
import type { Presentation } from './presentation.ts';
import type { OutputItem, ResponseHead } from './response-body.ts';
import type { UnnumberedEvent } from './stream-events.ts';

/** The items of one response in the order in which they come; each step is told as events. */
export interface OutputItems {
  /** Text of the item that is open, or of a new one where another kind is open, or none. */
  write: (type: OpenItem['type'], text: string) => void;
  /**
   * A reply of the model is over. What comes next is another item; but where calls are hidden, text
   * that follows text goes on in the same message, behind an empty line: there is nothing between the
   * two, and some clients take the first message for the whole answer, others glue them together.
   */
  endReply: () => void;
  /** Ends the open item, if there is one. */
  close: (status: 'completed' | 'incomplete') => void;
  /** A whole call of a client's tool. */
  addClientCall: (call: FunctionCall) => void;
  /** A server tool is called. */
  addServerCall: (call: FunctionCall) => void;
  /** A server tool's call has ended. */
  endServerCall: (end: ServerCallEnd) => void;
  /** All items as they stand now. */
  list: () => OutputItem[];
}

/** How a server tool's call ended. */
export interface ServerCallEnd {
  callId: string;
  output: string;
  error: boolean;
}

/** An item of text that is still being written. */
interface OpenItem {
  type: 'message' | 'reasoning';
  id: string;
  text: string;
  /** A message that later replies of the model may add to. */
  replied?: boolean;
}

/** Calls of our tools are told under this name where they are told as those of an MCP server. */
export const ownServerLabel = 'hermes';

/**
 * @param response whose items they are; their ids are made from its own
 * @param tell takes each event, in order
 */
export function createOutputItems(
  { id: responseId, tools }: Pick<ResponseHead, 'id' | 'tools'>,
  { piecewise, serverCalls, callOutput }: Presentation,
  tell: (event: UnnumberedEvent) => void,
): OutputItems {
  const output: OutputItem[] = [];
  /** Calls that are told when they have ended. */
  const waiting = new Map<string, FunctionCall>();
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
    const piece = open.replied ? `\n\n${text}` : text;
    open.replied = false;
    open.text += piece;
    if (piecewise) tellDelta(open, piece);
  };

  const endReply = (): void => {
    if (open?.type === 'message' && serverCalls === 'hidden') open.replied = true;
    else close('completed');
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

  const addFunctionCall = (call: Extract<ClientCall, { type: 'function_call' }>): void => {
    const id = newId('function_call');
    const item = { ...call, id, status: 'completed' as const };
    const place = { item_id: id, output_index: output.length };
    const added = { ...item, arguments: '', status: 'in_progress' as const };
    tell({ type: 'response.output_item.added', output_index: output.length, item: added });
    const { name, arguments: delta } = call;
    tell({ type: 'response.function_call_arguments.delta', ...place, delta });
    tell({ type: 'response.function_call_arguments.done', ...place, name, arguments: delta });
    finish(item);
  };

  /** An item that comes whole; its text is empty where it is announced. */
  const addWhole = (added: OutputItem, item: OutputItem): void => {
    tell({ type: 'response.output_item.added', output_index: output.length, item: added });
    finish(item);
  };

  const addClientCall = (call: FunctionCall): void => {
    close('completed');
    const handed = clientCall(call, tools);
    if (handed.type === 'function_call') {
      addFunctionCall(handed);
      return;
    }
    const item = { ...handed, id: newId('custom_tool_call'), status: 'completed' as const };
    addWhole({ ...item, input: '', status: 'in_progress' }, item);
  };

  const addServerCall = (call: FunctionCall): void => {
    if (serverCalls === 'hidden') return;
    close('completed');
    const { id: call_id, name, arguments: args } = call;
    if (serverCalls === 'mcp') waiting.set(call_id, call);
    else addFunctionCall({ type: 'function_call', call_id, name, arguments: args });
  };

  const endServerCall = ({ callId, output: text, error }: ServerCallEnd): void => {
    if (serverCalls === 'hidden') return;
    close('completed');
    if (serverCalls === 'mcp') {
      const call = waiting.get(callId);
      waiting.delete(callId);
      if (call) addMcpCall(call, text, error);
      return;
    }
    const item = {
      type: 'function_call_output' as const,
      id: newId('function_call_output'),
      call_id: callId,
      output: callOutput === 'parts' ? [{ type: 'input_text' as const, text }] : text,
      status: 'completed' as const,
    };
    addWhole({ ...item, output: callOutput === 'parts' ? [] : '', status: 'in_progress' }, item);
  };

  const addMcpCall = (call: FunctionCall, text: string, failed: boolean): void => {
    const item = {
      type: 'mcp_call' as const,
      id: newId('mcp_call'),
      server_label: ownServerLabel,
      name: call.name,
      arguments: call.arguments,
      approval_request_id: null,
      output: failed ? null : text,
      error: failed ? text : null,
      status: failed ? ('failed' as const) : ('completed' as const),
    };
    addWhole({ ...item, output: null, error: null, status: 'in_progress' }, item);
  };

  return {
    write,
    endReply,
    close,
    addClientCall,
    addServerCall,
    endServerCall,
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
