import type OpenAI from 'openai';
import type { OutputItem, ResponseBody } from './response-body.ts';

type Sdk<Event> = Omit<Event, 'sequence_number'>;

/** The response as a whole: when it begins, and when it is over. */
interface LifecycleEvent {
  type:
    | 'response.created'
    | 'response.in_progress'
    | 'response.completed'
    | 'response.failed'
    | 'response.incomplete';
  response: ResponseBody;
}

interface ItemEvent {
  type: 'response.output_item.added' | 'response.output_item.done';
  output_index: number;
  item: OutputItem;
}

/** With the flat fields that OpenAI's SDKs read, and the nested ones of the specification. */
interface ErrorEvent {
  type: 'error';
  code: string;
  message: string;
  param: string | null;
  error: { type: string; code: string; message: string; param: string | null };
}

/** An event of a response's stream before it has its number. Clients are sent no other types. */
export type UnnumberedEvent =
  | LifecycleEvent
  | ItemEvent
  | ErrorEvent
  | Sdk<OpenAI.Responses.ResponseContentPartAddedEvent>
  | Sdk<OpenAI.Responses.ResponseContentPartDoneEvent>
  | Sdk<OpenAI.Responses.ResponseTextDeltaEvent>
  | Sdk<OpenAI.Responses.ResponseTextDoneEvent>
  | Sdk<OpenAI.Responses.ResponseReasoningSummaryPartAddedEvent>
  | Sdk<OpenAI.Responses.ResponseReasoningSummaryTextDeltaEvent>
  | Sdk<OpenAI.Responses.ResponseReasoningSummaryTextDoneEvent>
  | Sdk<OpenAI.Responses.ResponseFunctionCallArgumentsDeltaEvent>
  | Sdk<OpenAI.Responses.ResponseFunctionCallArgumentsDoneEvent>;

/** An event of a response's stream; numbers count up from 0 by one. */
export type ResponseEvent = UnnumberedEvent & { sequence_number: number };

/** The server-sent event: its name is the event's type. */
export function frameOf(event: ResponseEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Without a number, since it is no part of the response: who reads a stream again is not told it. */
export const keepaliveEvent = 'event: keepalive\ndata: {"type":"keepalive"}\n\n';

/** Ends every stream. */
export const doneFrame = 'data: [DONE]\n\n';
