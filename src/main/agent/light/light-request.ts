import { lightOpeningOf } from '../../../shared/clients/light.ts';
import { messageText } from '../../model/conversation/message-text.ts';
import type { AgentRequest } from '../agent.ts';
import { isHelperPrompt } from './helper-prompts.ts';

/** An answer of so few tokens is no chat. */
const fewTokens = 64;

/**
 * Whether this asks for a title, tags or the like, and so needs one plain model call and no server
 * tools. Told by the client's exact sign where it has one, by a client's known opening, or by its kind.
 * What only looks so, and what is in doubt, is a chat: a chat taken for light has no tools.
 */
export function isLightRequest(request: AgentRequest): boolean {
  if (request.task !== undefined) return request.task !== '';
  const words = lastWords(request);
  if (words === undefined || asksToAnswerFromContext(words)) return false;
  const system = request.instructions ?? '';
  const opening =
    lightOpeningOf('trailing', words) ??
    lightOpeningOf('user', words) ??
    lightOpeningOf('system', system);
  const tools = request.clientTools.length > 0;
  if (opening) return !(tools && !opening.withTools) && !(request.streamed && opening.streamed === false);
  if (tools) return false;
  if (isHelperPrompt(system) && isFirstTurn(request)) return true;
  if (request.streamed) return false;
  return asksAboutTranscript(request, words) || asksForFewTokens(request);
}

/** What a person, or a helper of the client's, says last. */
export function lastWords(request: AgentRequest): string | undefined {
  const last = request.messages.at(-1);
  return last?.role === 'user' ? messageText(last).trim() : undefined;
}

/** Retrieval templates: instructions, sources and the person's question in one message. */
export function asksToAnswerFromContext(words: string): boolean {
  return (
    /\b(respond to|answer|reply to)\b.{0,40}\b(query|question|request|message)\b.{0,60}\b(using|based on|from|with)\b.{0,40}\b(context|sources|documents?|search results|passages|knowledge)\b/is.test(
      words.slice(0, 600),
    ) || /<(context|sources?|documents?|search_results)\b[^>]*>/i.test(words)
  );
}

/** A helper is asked once: examples may stand before, but nobody has talked with it. */
function isFirstTurn({ messages }: AgentRequest): boolean {
  return messages.every(({ role }) => role === 'user' || role === 'assistant');
}

/** A title, tags, a summary or the next question, asked for of a conversation that is told within. */
function asksAboutTranscript({ messages }: AgentRequest, words: string): boolean {
  if (messages.length !== 1) return false;
  const asked = words.slice(0, 400);
  const wanted =
    /\b(titl(e|es|ing)|tags?|tagging|follow[- ]?ups?|next (questions?|messages?)|emoji|name)\b/i;
  const about = /\b(conversation|chat|thread|dialogue|discussion|exchange|messages?)\b/i;
  return wanted.test(asked) && about.test(asked) && holdsTranscript(words);
}

/** Whether a text tells a conversation: marked as such, or who said what, line by line. */
function holdsTranscript(text: string): boolean {
  if (/<(chat_history|conversation|messages|transcript|history)\b/i.test(text)) return true;
  const person = /^\W{0,6}(user|human|you|me|client|customer)\W{0,6}:/im;
  const model = /^\W{0,6}(assistant|ai|bot|model|agent)\W{0,6}:/im;
  return (person.test(text) && model.test(text)) || /"role"\s*:\s*"user"/.test(text);
}

function asksForFewTokens({ parameters }: AgentRequest): boolean {
  const limit = parameters.max_completion_tokens ?? parameters.max_tokens;
  return typeof limit === 'number' && limit <= fewTokens;
}
