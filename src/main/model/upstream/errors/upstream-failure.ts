import type { ErrorDetail } from './error-detail.ts';
import { ProxyError } from '../http/proxy.ts';
import { BrokenReply, ReportedFailure } from '../chat/reply-assembler.ts';
import { askedWaitMs } from '../http/retry-policy.ts';
import { HttpFailure, UnusableKeyError } from '../http/upstream-client.ts';
import { UpstreamError, type UpstreamErrorKind } from './upstream-error.ts';

/** The model service as messages name it. */
export interface UpstreamService {
  /** "Ollama", "OpenRouter" … */
  label: string;
  baseUrl: string;
  model: string;
  hasKey: boolean;
}

/** A failure in plain words, and whether the same request may do better a little later. */
export interface UpstreamFailure {
  error: UpstreamError;
  retryable: boolean;
  /** How long the service asked to wait, in milliseconds. */
  waitMs?: number;
}

/** The service fell silent. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
  constructor(
    readonly waitedMs: number,
    /** Whether it had begun to answer. */
    readonly begun: boolean,
  ) {
    super(`Silent for ${waitedMs} ms`);
  }
}

/** A web page came where an API should be. */
export class WebPageError extends Error {
  override readonly name = 'WebPageError';
}

/**
 * What anything thrown between us and the service means: whose fault it is, and what the person who
 * set the service up can do about it.
 * @param begun whether part of the answer was handed on before
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 * @returns undefined when it is about nothing of this: then it is a bug
 */
export function describeUpstreamFailure(
  thrown: unknown,
  service: UpstreamService,
  { begun = false, now = Date.now() }: { begun?: boolean; now?: number } = {},
): UpstreamFailure | undefined {
  if (thrown instanceof UpstreamError) return { error: thrown, retryable: false };
  if (thrown instanceof HttpFailure) {
    const waitMs = askedWaitMs(thrown.headers, now);
    return refusal(thrown.status, thrown.detail, service, {
      cause: thrown,
      waitMs,
      location: thrown.headers['location'],
      mayRetry: thrown.headers['x-should-retry'] !== 'false',
    });
  }
  if (thrown instanceof ReportedFailure) {
    return refusal(thrown.detail.status ?? 500, thrown.detail, service, { cause: thrown });
  }
  if (thrown instanceof SilenceError) return silence(thrown, service);
  if (thrown instanceof BrokenReply) {
    return failure(
      'protocol',
      `${nameAndAddress(service)} did not answer as it should: ${thrown.message}.`,
      {
        cause: thrown,
      },
    );
  }
  if (thrown instanceof WebPageError) {
    return failure(
      'protocol',
      `What answers at ${service.baseUrl} is a web page${thrown.message && ` ("${thrown.message}")`}, no model service. Check "Base URL" in Settings › Model; it ends in /v1 as a rule.`,
      { cause: thrown },
    );
  }
  if (thrown instanceof UnusableKeyError) {
    return failure(
      'authentication',
      `The API key for ${service.label} holds a space, a line break or another character that no key has. Enter it anew under "API key" in Settings › Model.`,
      { cause: thrown },
    );
  }
  if (thrown instanceof ProxyError) {
    const { code } = rootOf(thrown);
    return failure(
      'connection',
      `The proxy on the way to ${service.label}, ${thrown.proxy}, cannot be reached (${code}). It stands in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; NO_PROXY exempts hosts.`,
      { cause: thrown, retryable: true },
    );
  }
  return networkFailure(thrown, service, begun);
}

interface RefusalContext {
  cause: unknown;
  waitMs?: number | undefined;
  location?: string | string[] | undefined;
  mayRetry?: boolean;
}

/** A status, in the answer's head or inside its stream. */
function refusal(
  status: number,
  detail: ErrorDetail,
  service: UpstreamService,
  { cause, waitMs, location, mayRetry = true }: RefusalContext,
): UpstreamFailure {
  const said = detail.message === '' ? `${status}` : `${status}: ${detail.message}`;
  const fail = (kind: UpstreamErrorKind, message: string, retryable = false): UpstreamFailure =>
    failure(kind, message, { status, waitMs, retryable: retryable && mayRetry, cause });

  if (isContextLength(status, detail)) {
    return fail(
      'bad_request',
      `The conversation is longer than ${service.model} can read (${said}). Start a new one, and set "Context window" in Settings › Model to what the model has, so that older turns are summarised in time. If it was short: the agent's instructions and tools alone take some 4,000 tokens, so ${service.label} must load the model with a longer context.`,
    );
  }
  if (isAboutTools(status, detail)) {
    return fail(
      'no_tools',
      `${service.model} at ${service.label} cannot use tools (${said}). Choose a model that can under "Model" in Settings › Model.`,
    );
  }
  if (isAboutPictures(status, detail)) {
    return fail(
      'no_pictures',
      `${service.model} at ${service.label} reads no pictures (${said}). Leave the picture out, or choose a model that reads them under "Model" in Settings › Model.`,
    );
  }
  if (status === 402 || detail.code === 'insufficient_quota') {
    return fail(
      'authentication',
      `Your account at ${service.label} has no credit left (${said}). Add credit there, or choose another provider in Settings › Model.`,
    );
  }
  switch (status) {
    case 401:
      return fail('authentication', badKey(service, said));
    case 403:
      return fail(
        'authentication',
        `${nameAndAddress(service)} refused access (${said}). The key may not be allowed to use ${service.model}: check "API key" and "Model" in Settings › Model.`,
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
      `${nameAndAddress(service)} has moved${location ? ` to ${String(location)}` : ''}. Change "Base URL" in Settings › Model.`,
    );
  }
  return fail('bad_request', `${capitalised(service.label)} did not accept the request (${said}).`);
}

function failure(
  kind: UpstreamErrorKind,
  message: string,
  options: { status?: number; waitMs?: number | undefined; retryable?: boolean; cause: unknown },
): UpstreamFailure {
  const { status, waitMs, retryable = false, cause } = options;
  return {
    error: new UpstreamError(message, {
      kind,
      cause,
      ...(status === undefined ? {} : { status }),
      ...(waitMs === undefined ? {} : { retryAfterSeconds: Math.ceil(waitMs / 1000) }),
    }),
    retryable,
    ...(waitMs === undefined ? {} : { waitMs }),
  };
}

/** The service and its address, for the beginning of a sentence. */
export function nameAndAddress({ label, baseUrl }: UpstreamService): string {
  return `${capitalised(label)} (${baseUrl})`;
}

/** A label may be "the model service". */
function capitalised(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function badKey(service: UpstreamService, said: string): string {
  const what = service.hasKey ? 'did not accept the API key' : 'wants an API key, and none is set';
  return `${nameAndAddress(service)} ${what} (${said}). Enter the right one under "API key" in Settings › Model, or in OPENAI_API_KEY.`;
}

function notFound(service: UpstreamService, said: string, { message, code }: ErrorDetail): string {
  if (service.model !== '' && /model/i.test(`${code} ${message}`)) {
    return `${capitalised(service.label)} has no model "${service.model}" (${said}). Choose another under "Model" in Settings › Model.`;
  }
  return `${nameAndAddress(service)} answers, but knows no such address (${said}). Check "Base URL" in Settings › Model; it ends in /v1 as a rule.`;
}

function tooMany(service: UpstreamService, said: string, waitMs: number | undefined): string {
  const when = waitMs === undefined ? 'in a while' : `in ${Math.ceil(waitMs / 1000)} s`;
  return `${nameAndAddress(service)} allows no more requests at the moment (${said}). Try again ${when}.`;
}

function isContextLength(status: number, { code, message }: ErrorDetail): boolean {
  if (code === 'context_length_exceeded') return true;
  if (status !== 400 && status !== 413 && status !== 422 && status !== 500) return false;
  return /context[ _](length|window|size)|maximum context|prompt is too long|too many (input )?tokens|exceeds? the (available )?context/i.test(
    message,
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

function silence(error: SilenceError, service: UpstreamService): UpstreamFailure {
  const seconds = Math.round(error.waitedMs / 1000);
  const message = error.begun
    ? `${nameAndAddress(service)} fell silent in the middle of its answer, for ${seconds} s. "Between-chunks timeout" in Settings › Model says how long to wait.`
    : `${nameAndAddress(service)} did not begin to answer within ${seconds} s. A large model may need longer: raise "First-byte timeout" in Settings › Model.`;
  return failure('timeout', message, { cause: error });
}

/** What the network said, by the code of its error or of the error behind it. */
function networkFailure(
  thrown: unknown,
  service: UpstreamService,
  begun: boolean,
): UpstreamFailure | undefined {
  const { code, message } = rootOf(thrown);
  if (code === '') return undefined;
  const said = message.includes(code) || code === 'HPE_INVALID' ? message : `${code}: ${message}`;
  const fail = (text: string, kind: UpstreamErrorKind = 'connection'): UpstreamFailure =>
    failure(kind, text, { cause: thrown, retryable: kind === 'connection' });

  if (begun)
    return fail(`${nameAndAddress(service)} broke off in the middle of its answer (${said}).`);
  if (code === 'ECONNREFUSED') {
    return fail(
      `Nothing answers at ${service.baseUrl} (ECONNREFUSED). Start ${service.label} there, or correct "Base URL" in Settings › Model.`,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fail(
      `The address of ${service.label} (${service.baseUrl}) cannot be found (${code}). Check the internet connection, and "Base URL" in Settings › Model.`,
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return fail(
      `The certificate of ${service.label} (${service.baseUrl}) cannot be trusted (${said}). A certificate of your own can be named in NODE_EXTRA_CA_CERTS.`,
      'protocol',
    );
  }
  if (/^(HPE_|ERR_SSL_|EPROTO|ERR_INVALID_URL)/.test(code)) {
    return fail(
      `What answers at ${service.baseUrl} does not speak the language of a model service (${said}). Check "Base URL" in Settings › Model, its http:// or https:// too.`,
      'protocol',
    );
  }
  return fail(`The connection to ${service.label} (${service.baseUrl}) failed (${said}).`);
}

/** The error at the bottom: the SDK and undici wrap what the socket said. */
function rootOf(thrown: unknown): { code: string; message: string } {
  let error = thrown;
  for (let depth = 0; depth < 5 && error instanceof Error && error.cause; depth += 1) {
    error = error.cause;
  }
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  // Node tries all addresses of a name and reports the failures together.
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  const { code, message, name } = first as Error & { code?: unknown };
  // undici's parser of HTTP gives some of its errors a name only.
  const known = name === 'HTTPParserError' ? 'HPE_INVALID' : '';
  return { code: typeof code === 'string' ? code : known, message };
}
