import { z } from 'zod';
import { responseObject } from '../support/open-responses-schema.ts';
import { readEvents } from '../support/responses-client.ts';
import type { FuzzedRequest } from './requests.ts';
import type { RawAnswer } from './send.ts';

/** Every error answer, whatever went wrong. */
const errorBody = z.strictObject({
  error: z.strictObject({
    message: z.string().min(5),
    type: z.string().min(1),
    param: z.string().nullable(),
    code: z.string().min(1),
  }),
});

const choice = z.looseObject({
  index: z.literal(0),
  finish_reason: z.enum(['stop', 'length', 'tool_calls', 'content_filter']).nullable(),
});
const chatHead = { id: z.string().regex(/^chatcmpl-/), created: z.int(), model: z.string() };
const usage = z.looseObject({ total_tokens: z.int() });
const completion = z.looseObject({
  ...chatHead,
  object: z.literal('chat.completion'),
  choices: z.tuple([choice.extend({ message: z.looseObject({ role: z.literal('assistant') }) })]),
  usage,
});
const chunk = z.looseObject({
  ...chatHead,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(choice.extend({ delta: z.looseObject({}) })).max(1),
  usage: usage.optional(),
});

/**
 * Holds an answer against what is documented for every answer.
 * @throws with what is wrong
 */
export function checkAnswer(request: FuzzedRequest, answer: RawAnswer): void {
  const { status, headers, body } = answer;
  if (status >= 500) throw new Error(`A ${status}: ${body}`);
  if (status < 200 || (status >= 300 && status !== 304)) {
    if (status < 400) throw new Error(`A ${status}`);
  }
  if (!headers['x-request-id']) throw new Error('No x-request-id');
  if (request.method === 'HEAD' || status === 204) {
    if (body !== '') throw new Error('A body where none may be');
    return;
  }
  const type = headers['content-type'] ?? '';
  if (status >= 400) {
    if (!type.startsWith('application/json')) throw new Error(`An error as ${type}: ${body}`);
    errorBody.parse(JSON.parse(body));
  } else if (type.startsWith('text/event-stream')) checkStream(body);
  else if (type.startsWith('application/json')) checkObject(JSON.parse(body));
  else throw new Error(`A ${status} as ${type}: ${body}`);
}

function checkObject(body: { object?: string; deleted?: boolean }): void {
  if (body.object === 'chat.completion') completion.parse(body);
  else if (body.object === 'response' && !body.deleted) responseObject.parse(body);
}

/** Chat streams have no event names, Responses streams have, and the logs of runs have ids, too. */
function checkStream(text: string): void {
  const first = text.replaceAll(/^: .*\n\n/gm, '');
  if (first.startsWith('id: ')) return;
  if (first.startsWith('event: ')) {
    const [, number] = /"sequence_number":(\d+)/.exec(first) ?? [];
    readEvents(text, Number(number ?? 0) - 1);
    return;
  }
  if (text.includes('\r')) throw new Error('A carriage return in a stream');
  const frames = first.split('\n\n');
  if (frames.pop() !== '' || frames.pop() !== 'data: [DONE]') {
    throw new Error(`The stream does not end in [DONE]: ${text.slice(-200)}`);
  }
  const ids = new Set<string>();
  for (const frame of frames) {
    if (!frame.startsWith('data: ')) throw new Error(`No frame of ours: ${frame}`);
    const value = JSON.parse(frame.slice('data: '.length)) as object;
    if ('error' in value) errorBody.parse(value);
    else ids.add(chunk.parse(value).id);
  }
  if (ids.size > 1) throw new Error('The chunks of a stream have different ids');
}
