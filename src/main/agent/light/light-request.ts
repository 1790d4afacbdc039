import { lightOpeningOf } from '../../../shared/clients/light.ts';
import { textOf } from '../../model/conversation/measure.ts';
import type { AgentRequest } from '../agent.ts';
import { isHelperPrompt } from './helper-prompts.ts';

/** An answer of so few tokens is no chat. */
const fewTokens = 64;

/** A request's text says within so many characters what is asked for. */
const beginning = 600;

/**
 * Whether this asks for a title, tags or the like, and so needs one plain model call, no server tools
 * and no memory. Told by the client's exact sign where it has one, by a client's known opening, or by
 * its kind. What only looks so, and what is in doubt, is a chat: a chat taken for light has no tools.
 */
export function isLightRequest(request: AgentRequest): boolean {
  if (request.task !== undefined) return request.task !== '';
  const words = lastWords(request);
  if (words === undefined) return false;
  const withTools = request.clientTools.length > 0;
  const system = request.instructions ?? '';
  const opening =
    lightOpeningOf('system', system) ??
    (asksToAnswerFromContext(words)
      ? undefined
      : (lightOpeningOf('user', words) ?? lightOpeningOf('trailing', words)));
  if (opening) {
    const never = opening.streamed === false;
    return (opening.withTools === true || !withTools) && !(never && request.streamed === true);
  }
  if (withTools) return false;
  if (isHelperPrompt(system)) return true;
  if (request.streamed || asksToAnswerFromContext(words)) return false;
  return asksAboutTranscript(request, words) || asksForFewTokens(request);
}

/** What a person, or a helper of the client's, says last; undefined after a tool's output. */
export function lastWords({ messages }: AgentRequest): string | undefined {
  const last = messages.at(-1);
  return last?.role === 'user' ? textOf(last).trim() : undefined;
}

/** Retrieval templates: instructions, sources and the person's question in one message. */
function asksToAnswerFromContext(words: string): boolean {
  return /\b(respond to|answer|reply to)\b.{0,40}\b(user|query|question|request|message)\b.{0,80}\b(using|based on|from|with|given)\b.{0,60}\b(context|sources?|documents?|results|passages|knowledge|information)\b/is.test(
    words.slice(0, beginning),
  );
}

/** A title, tags, a summary or the next question, asked for of a conversation that is told within. */
function asksAboutTranscript({ messages }: AgentRequest, words: string): boolean {
  if (messages.length !== 1) return false;
  const asked = words.slice(0, beginning);
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
