import type { Body } from '../body.ts';
import type { Fact } from '../fact.ts';
import type { Refusal } from './refusal.ts';

/** Which API a refusal sends one to: the other one, where it says so or is not there itself. */
export function apiLessons(refusal: Refusal, body: Body): Fact[][] {
  if (isResponses(body)) {
    // "This model is only supported in v1/chat/completions and not in v1/responses."
    const elsewhere = /\bchat[/ ]completions\b/i.test(refusal.text);
    return elsewhere || hasNoResponses(refusal, body) ? [[{ kind: 'speak', api: 'chat' }]] : [];
  }
  // "To use function tools, use /v1/responses or set reasoning_effort to 'none'."
  const responses = /v1\/responses\b|\bresponses api\b/i.test(refusal.text);
  return [
    ...(responses ? [[{ kind: 'speak', api: 'responses' } as const]] : []),
    ...withoutThinking(refusal, body),
  ];
}

/**
 * "Function tools with reasoning_effort are not supported": what is left where the Responses API is
 * not there. A model thinks by default, so nothing need have been sent.
 */
function withoutThinking({ text }: Refusal, body: Body): Fact[][] {
  const field = 'reasoning_effort';
  if (!Array.isArray(body['tools']) || body[field] === 'none') return [];
  return /\btools?\b.{0,40}\breasoning_effort\b.{0,40}\bnot supported\b/is.test(text)
    ? [[{ kind: 'set', field, value: 'none', beside: 'tools' }]]
    : [];
}

/** Whether a service answers as one that has no Responses API at all. */
export function hasNoResponses({ status, text, code }: Refusal, body: Body): boolean {
  if (!isResponses(body)) return false;
  const said = `${code}\n${text}`;
  // LM Studio says "Unexpected endpoint or method. (POST /v1/responses)" with a status of success.
  const named = /\/responses\b|\bresponses api\b/i.test(said);
  const missing =
    /(?:unexpected|unknown|unsupported|invalid|no such) (?:endpoint|url|path|route|api)|not (?:found|implemented|supported|available)|cannot post|not allowed/i;
  if (named && missing.test(said)) return true;
  return [404, 405, 501].includes(status) && !/\bmodel/i.test(said);
}

function isResponses(body: Body): boolean {
  return 'input' in body;
}
