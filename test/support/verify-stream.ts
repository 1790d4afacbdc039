import { isDeepStrictEqual } from 'node:util';
import type { ResponseObject, StreamEvent } from './open-responses-schema.ts';

type Item = ResponseObject['output'][number];

/**
 * Plays a stream as a client would and complains where an event does not follow from those before:
 * items are added, filled and done one after the other, deltas add up to what is done, and the final
 * response holds exactly the items that were told.
 */
export function verifyStream(events: readonly StreamEvent[]): void {
  const done: Item[] = [];
  let open: { item: Item; text: string; partOpen: boolean } | undefined;
  const fail = (event: StreamEvent, why: string): never => {
    throw new Error(`${why}: ${JSON.stringify(event)}`);
  };
  if (events[0]?.type !== 'response.created') throw new Error('The stream does not begin well');
  if (events[1]?.type !== 'response.in_progress')
    throw new Error('response.in_progress is missing');

  for (const [index, event] of events.slice(2).entries()) {
    const isLast = index === events.length - 3;
    switch (event.type) {
      case 'response.created':
      case 'response.in_progress':
        fail(event, 'Told twice');
        break;
      case 'response.output_item.added':
        if (open) fail(event, 'Another item is open');
        if (event.output_index !== done.length) fail(event, 'Not the next index');
        open = { item: event.item, text: '', partOpen: false };
        break;
      case 'response.content_part.added':
      case 'response.reasoning_summary_part.added':
        if (open?.item.id !== event.item_id) fail(event, 'A part of no open item');
        open!.partOpen = true;
        break;
      case 'response.output_text.delta':
      case 'response.reasoning_summary_text.delta':
        if (open?.item.id !== event.item_id || !open.partOpen) fail(event, 'Delta of no open part');
        open!.text += event.delta;
        break;
      case 'response.function_call_arguments.delta':
        if (open?.item.id !== event.item_id) fail(event, 'Delta of no open call');
        open!.text += event.delta;
        break;
      case 'response.output_text.done':
      case 'response.reasoning_summary_text.done':
        if (open?.text !== event.text) fail(event, 'The deltas do not add up');
        break;
      case 'response.function_call_arguments.done':
        if (open?.text !== event.arguments) fail(event, 'The deltas do not add up');
        break;
      case 'response.content_part.done':
        if (!open?.partOpen || event.part.text !== open.text) fail(event, 'Not the open part');
        open!.partOpen = false;
        break;
      case 'response.output_item.done':
        if (open?.item.id !== event.item.id) fail(event, 'Not the open item');
        if (textIn(event.item) !== open!.text) fail(event, 'The item does not hold its deltas');
        done.push(event.item);
        open = undefined;
        break;
      case 'error':
        if (events.at(-1)?.type !== 'response.failed') fail(event, 'No response.failed after it');
        break;
      case 'response.completed':
      case 'response.failed':
      case 'response.incomplete':
        if (open) fail(event, 'An item is still open');
        if (!isLast) fail(event, 'Something follows');
        if (!isDeepStrictEqual(event.response.output, done)) fail(event, 'Not the items told');
        return;
    }
  }
  throw new Error('The stream has no end');
}

function textIn(item: Item): string {
  switch (item.type) {
    case 'message':
      return item.content.map((part) => ('text' in part ? part.text : '')).join('');
    case 'reasoning':
      return item.summary.map((part) => part.text).join('');
    case 'function_call':
      return item.arguments;
    case 'function_call_output':
    case 'custom_tool_call':
    case 'mcp_call':
      return '';
  }
}
