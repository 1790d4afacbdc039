import type { ErrorDetail } from './error-detail.ts';
import { capitalised, failure, nameAndAddress } from './failure.ts';
import type { UpstreamFailure, UpstreamService } from './failure.ts';
import type { UpstreamErrorKind } from './upstream-error.ts';

/** What is known of a refusal beside its status and its words. */
export interface RefusalContext {
  cause: unknown;
  /** What the service asked to wait, in milliseconds. */
  waitMs?: number | undefined;
  /** Where it sends to. */
  location?: string | string[] | undefined;
  /** False where the service forbids to ask again. */
  mayRetry?: boolean;
}

/** What a status means, in the answer's head or inside its stream, with what the service said to it. */
export function refusal(
  status: number,
  detail: ErrorDetail,
  service: UpstreamService,
  { cause, waitMs, location, mayRetry = true }: RefusalContext,
): UpstreamFailure {
  const said = detail.message === '' ? `${status}` : `${status}: ${detail.message}`;
  const fail = (kind: UpstreamErrorKind, message: string, retryable = false): UpstreamFailure =>
    failure(kind, message, {
      status,
      code: detail.code,
      waitMs,
      retryable: retryable && mayRetry,
      // An address that is not there, or has moved.
      transient: kind === 'protocol' ? false : undefined,
      cause,
    });

  if (isByChance(detail)) {
    return fail(
      'server',
      `${service.model} at ${service.label} wrote something that its service could not read (${said}). Ask again, or choose another model under "Model" in Hermes Tray, Settings › Model.`,
      true,
    );
  }
  if (isContextLength(status, detail)) {
    return fail(
      'too_long',
      `The conversation is longer than ${service.model} can read (${said}). Start a new one, and set "Context window" in Hermes Tray, Settings › Model to what the model has, so that older turns are summarised in time. If it was short: the agent's instructions and tools alone take some 4,000 tokens, so ${service.label} must load the model with a longer context.`,
    );
  }
  if (isAboutTools(status, detail)) {
    return fail(
      'no_tools',
      `${service.model} at ${service.label} cannot use tools (${said}). Choose a model that can under "Model" in Hermes Tray, Settings › Model.`,
    );
  }
  if (isAboutPictures(status, detail)) {
    return fail(
      'no_pictures',
      `${service.model} at ${service.label} reads no pictures (${said}). Leave the picture out, or choose a model that reads them under "Model" in Hermes Tray, Settings › Model.`,
    );
  }
  if (status === 402 || detail.code === 'insufficient_quota') {
    return fail(
      'authentication',
      `Your account at ${service.label} has no credit left (${said}). Add credit there, or choose another provider in Hermes Tray, Settings › Model.`,
    );
  }
  switch (status) {
    case 401:
      return fail('authentication', badKey(service, said));
    case 403:
      return fail(
        'authentication',
        `${nameAndAddress(service)} refused access (${said}). The key may not be allowed to use ${service.model}: check "API key" and "Model" in Hermes Tray, Settings › Model.`,
      );
    case 404:
    case 405:
      return fail('protocol', notFound(service, said, detail));
    case 407:
      return fail(
        'authentication',
        `The proxy on the way to ${service.label} wants a name and a password (${said}). Write them into HTTPS_PROXY or HTTP_PROXY: http://name:password@host:port.`,
      );
    case 408:
    case 504:
    case 522:
    case 524:
      return fail('timeout', `${nameAndAddress(service)} took too long to answer (${said}).`, true);
    case 409:
      return fail(
        'server',
        `${nameAndAddress(service)} is busy with a conflicting request (${said}).`,
        true,
      );
    case 429:
      return fail('rate_limit', tooMany(service, said, waitMs), true);
    default:
  }
  if (status >= 500) {
    return fail(
      'server',
      `${nameAndAddress(service)} failed (${said}). Try again in a while.`,
      true,
    );
  }
  if (status >= 300 && status <= 399) {
    return fail(
      'protocol',
      `${nameAndAddress(service)} has moved${location ? ` to ${String(location)}` : ''}. Change "Base URL" in Hermes Tray, Settings › Model.`,
    );
  }
  return fail('bad_request', `${capitalised(service.label)} did not accept the request (${said}).`);
}

function badKey(service: UpstreamService, said: string): string {
  const what = service.hasKey ? 'did not accept the API key' : 'wants an API key, and none is set';
  return `${nameAndAddress(service)} ${what} (${said}). Enter the right one under "API key" in Hermes Tray, Settings › Model, or in OPENAI_API_KEY.`;
}

function notFound(service: UpstreamService, said: string, { message, code }: ErrorDetail): string {
  if (service.model !== '' && /model/i.test(`${code} ${message}`)) {
    return `${capitalised(service.label)} has no model "${service.model}" (${said}). Choose another under "Model" in Hermes Tray, Settings › Model.`;
  }
  if (service.api?.fixed && service.api.first === 'responses') {
    return `${nameAndAddress(service)} answers, but has no Responses API there (${said}). Choose another under "API" in Hermes Tray, Settings › Model, or check "Base URL".`;
  }
  return `${nameAndAddress(service)} answers, but knows no such address (${said}). Check "Base URL" in Hermes Tray, Settings › Model; it ends in /v1 as a rule.`;
}

function tooMany(service: UpstreamService, said: string, waitMs: number | undefined): string {
  const when = waitMs === undefined ? 'in a while' : `in ${Math.ceil(waitMs / 1000)} s`;
  return `${nameAndAddress(service)} allows no more requests at the moment (${said}). Try again ${when}.`;
}

/**
 * Whether what the model wrote was refused, and not what was asked: the next time it may do better.
 * Groq calls this a 400.
 */
function isByChance({ code, message }: ErrorDetail): boolean {
  if (/^(tool_use_failed|output_parse_failed|json_validate_failed)$/.test(code ?? '')) return true;
  return /failed to (?:call a function|generate json|parse (?:the )?(?:model|output))|model (?:generated|produced) (?:an )?(?:invalid|output that)|malformed_function_call/i.test(
    message,
  );
}

/** Groq's and OpenAI's limits by the minute are as good as a context: a longer request never passes. */
const lengthCodes =
  /^(?:context_length_exceeded|context_window_exceeded|exceed_context_size_error|tokens_limit_reached|model_max_prompt_tokens_exceeded|context_too_large)$/;

function isContextLength(status: number, { code, message, said = message }: ErrorDetail): boolean {
  if (lengthCodes.test(code ?? '')) return true;
  if (/request too large/i.test(said)) return true;
  // "`max_tokens` must be less than or equal to …": that is about the answer.
  if (/(?<!\+ [`'"]?)\bmax_\w+[`'"]? must be\b/i.test(said)) return false;
  if (status !== 400 && status !== 413 && status !== 422 && status !== 500) return false;
  return /context[ _](?:length|window|size|limit)|maximum context|(?:prompt|input|conversation|request)(?: is)? too (?:long|large)|too many (?:input |prompt )?tokens|exceeds? the (?:available )?context|model token limit|maximum (?:prompt|input) length|range of input length|input length \d+ exceeds|tokens? \+ `?max_new_tokens|reduce (?:the|your) (?:length|prompt|message)|(?:input|prompt) token count|longer than the model|n_ctx\b/i.test(
    said,
  );
}

/**
 * Whether the service says that its model takes no tools, or none beside a `response_format`. In the
 * words of Ollama, llama.cpp, vLLM, OpenRouter, OpenAI, Groq, Gemini and DeepSeek. What is about the
 * schema of one tool is a mistake in that tool.
 */
function isAboutTools(status: number, { message }: ErrorDetail): boolean {
  return (
    refusesRequest(status) &&
    /\btools?\b|\bfunction[ _-]call/i.test(message) &&
    /not support|unsupported|endpoints found that support|requires --|cannot (use|be combined)/i.test(
      message,
    ) &&
    !/schema|parameters|properties|tools?[.[]\d/i.test(message)
  );
}

/**
 * Whether the service says that its model takes no pictures at all; one that it cannot read is
 * another matter. In the words of Ollama, llama.cpp, vLLM, OpenRouter, OpenAI and DeepSeek.
 */
function isAboutPictures(status: number, { message }: ErrorDetail): boolean {
  return (
    refusesRequest(status) &&
    /not support (images?|vision|multimodal)|image (input|content)s? (is|are) not supported|found that support image|unknown variant .?image_url|not a multimodal|image_url is only supported|required for image input/i.test(
      message,
    )
  );
}

/** 500 is how llama.cpp answers what it cannot do. */
function refusesRequest(status: number): boolean {
  return [400, 404, 405, 415, 422, 500, 501].includes(status);
}
