import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import type { ChatMessage, ServiceExtras } from '../../model.ts';
import { isBlank } from '../dialect/shapes/content.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { keptReasoning } from './kept-reasoning.ts';

type InputItem = OpenAI.Responses.ResponseInputItem;
type InputContent = OpenAI.Responses.ResponseInputContent;
type AssistantMessage = Extract<ChatMessage, { role: 'assistant' }>;

/** Longest id of a call that is taken, in characters; clients and other services make longer ones. */
const longestId = 64;

/**
 * A conversation as the Responses API takes it: messages, calls and their outputs are items of one
 * list, and before what a model said stands the reasoning that led to it. Messages in which nothing
 * stands are left out.
 * @param self names this service and model in what they sent to be sent back
 * @throws {UpstreamError} for audio, which this API does not take
 */
export function inputItems(messages: readonly ChatMessage[], self: string): InputItem[] {
  return messages
    .filter((message, index, { length }) => index === length - 1 || !isBlank(message))
    .flatMap((message) => itemsOf(message, self));
}

function itemsOf(message: ChatMessage, self: string): InputItem[] {
  switch (message.role) {
    case 'assistant':
      return assistantItems(message, self);
    case 'tool':
      return [
        {
          type: 'function_call_output',
          call_id: callId(message.tool_call_id),
          output: textOf(message.content),
        },
      ];
    case 'function':
      return [{ role: 'user', content: message.content ?? '' }];
    case 'system':
    case 'developer':
    case 'user':
      return [{ role: message.role, content: contentOf(message.content) }];
  }
}

function assistantItems(message: AssistantMessage, self: string): InputItem[] {
  const { serviceExtras, content, refusal, tool_calls: calls = [] } = message;
  const own: ServiceExtras | undefined = serviceExtras?.from === self ? serviceExtras : undefined;
  const text = content ? textOf(content) : (refusal ?? '');
  const kept = keptReasoning(own?.message);
  const said: InputItem[] =
    text === ''
      ? []
      : [{ role: 'assistant', content: text, ...(kept.phase ? { phase: kept.phase } : {}) }];
  return [
    ...kept.reasoning,
    ...said,
    ...calls.flatMap((call): InputItem[] => {
      if (call.type !== 'function') return [];
      const { name, arguments: text } = call.function;
      return [
        ...keptReasoning(own?.calls[call.id]).reasoning,
        { type: 'function_call', call_id: callId(call.id), name, arguments: text },
      ];
    }),
  ];
}

/** The same id at the call and at its output, whatever its length. */
function callId(id: string): string {
  if (id.length <= longestId) return id;
  return `call_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

type Content = NonNullable<ChatMessage['content']>;

function textOf(content: Content): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => (part.type === 'text' ? part.text : part.type === 'refusal' ? part.refusal : ''))
    .join('');
}

function contentOf(content: Content): string | InputContent[] {
  return typeof content === 'string' ? content : content.map(partOf);
}

function partOf(part: Exclude<Content, string>[number]): InputContent {
  switch (part.type) {
    case 'text':
      return { type: 'input_text', text: part.text };
    case 'refusal':
      return { type: 'input_text', text: part.refusal };
    case 'image_url': {
      const { url, detail = 'auto' } = part.image_url;
      return { type: 'input_image', image_url: url, detail };
    }
    case 'file':
      return { type: 'input_file', ...part.file };
    case 'input_audio':
      throw new UpstreamError(
        'The Responses API takes no audio. Choose "Chat completions" under "API" in Hermes Tray, Settings › Model.',
        { kind: 'bad_request' },
      );
  }
}
