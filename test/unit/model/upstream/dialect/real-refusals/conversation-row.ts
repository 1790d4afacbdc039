import type { ChatMessage, FunctionTool } from '../../../../../../src/main/model/model.ts';
import type { Sent } from '../strict-service.ts';

/** A message as it is sent. */
export type Wire = Sent['messages'][number];

/** A service that does not take a conversation, in its own words. */
export interface ConversationRow {
  service: string;
  /** Where its words stand in public. */
  source: string;
  messages: ChatMessage[];
  /** What is wrong with a conversation, in the words of the service, with its place filled in. */
  wrong: (messages: Wire[], body: Sent) => string | undefined;
  status?: number;
  /** The body of a refusal. Default: OpenAI's. */
  said?: (message: string) => unknown;
  tools?: FunctionTool[];
}

export const user = (content: ChatMessage['content']): ChatMessage =>
  ({ role: 'user', content }) as ChatMessage;
export const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
export const system: ChatMessage = { role: 'system', content: 'Be brief.' };
export const callId = 'call_PTLP8xhu3uwZk4l3nlnrrJha';
export const calls: ChatMessage = {
  role: 'assistant',
  content: null,
  tool_calls: [
    { id: callId, type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } },
  ],
};
export const output: ChatMessage = { role: 'tool', tool_call_id: callId, content: 'blue' };
export const picture = user([
  { type: 'text', text: 'Images from: look' },
  { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
]);
export const look: FunctionTool = {
  type: 'function',
  function: {
    name: 'look',
    description: 'Looks',
    parameters: { type: 'object', properties: { at: { type: 'string' } } },
  },
};

export const isCall = (message: Wire): boolean => Array.isArray(message['tool_calls']);
export const at = (messages: Wire[], wrong: (message: Wire, index: number) => boolean): number =>
  messages.findIndex(wrong);
const withoutSystem = (messages: Wire[]): Wire[] =>
  messages[0]?.['role'] === 'system' ? messages.slice(1) : messages;

/** The rule of Mistral's and Gemma's chat templates. */
export function alternates(messages: Wire[]): boolean {
  const turns = withoutSystem(messages).filter(
    (message) =>
      message['role'] === 'user' || (message['role'] === 'assistant' && !isCall(message)),
  );
  return (
    !withoutSystem(messages).some(({ role }) => role === 'system') &&
    turns.every((message, index) => (message['role'] === 'user') === (index % 2 === 0))
  );
}

export const mistral = (message: string): unknown => ({
  object: 'error',
  message,
  type: 'invalid_request_message_order',
  param: null,
  code: '3230',
});
export const openAi = (message: string): unknown => ({
  error: { message, type: 'invalid_request_error', param: null, code: null },
});
export const llamaCpp = (message: string): unknown => ({
  error: { code: 500, message, type: 'server_error' },
});

/** The content of a message, where it is a text; empty where there is none. */
export const textIn = ({ content }: Wire): string =>
  typeof content === 'string' ? content.trim() : '';
