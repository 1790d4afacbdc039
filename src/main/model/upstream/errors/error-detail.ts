import { isRecord } from '../../../../shared/is-record.ts';

/** What a service said went wrong, whatever shape it said it in. */
export interface ErrorDetail {
  /** For people: one line, not too long. */
  message: string;
  /** `context_length_exceeded`, `insufficient_quota` … */
  code?: string;
  /** The HTTP status named inside the body, where a stream reports a failure. */
  status?: number;
  /** The field of the request at fault, where it is named. */
  param?: string;
  /** Everything it said, a line for each text and number with its name. */
  said?: string;
}

const longestMessage = 400;
/** Of all that was said, in characters. */
const mostSaid = 8_192;
/** Fields in which services repeat the request, or what their model wrote. */
const repeated: ReadonlySet<string> = new Set(['input', 'failed_generation', 'request', 'body']);

/** Reads the body of a failed request: JSON of any known shape, plain text, or a web page. */
export function errorDetailFrom(text: string): ErrorDetail {
  try {
    return errorDetailOf(JSON.parse(text));
  } catch {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1];
    const message = shorten(title ?? (text.trimStart().startsWith('<') ? '' : text));
    return { message, said: title ?? text.slice(0, mostSaid) };
  }
}

/**
 * Finds the message in an error object: `{error: {message, code}}` (OpenAI), `{error: "…"}` (Ollama),
 * `{object: "error", message}` (vLLM), `{detail}` (FastAPI), `{errors: […]}` (Cloudflare), or a list of
 * these (Gemini).
 */
export function errorDetailOf(body: unknown): ErrorDetail {
  return { ...briefly(body), said: linesOf(body).join('\n').slice(0, mostSaid) };
}

function briefly(body: unknown): ErrorDetail {
  if (typeof body === 'string') return { message: shorten(body) };
  if (Array.isArray(body)) return briefly(body[0]);
  if (!isRecord(body)) return { message: '' };
  const inner = body['error'] ?? body['errors'];
  // Beside a plain text (xAI) stands a code of the same failure.
  if (inner && !(Array.isArray(inner) && inner.length === 0)) {
    return { ...codeAndParam(body), ...briefly(inner) };
  }
  return { message: shorten(messageIn(body) || JSON.stringify(body)), ...codeAndParam(body) };
}

function codeAndParam(fields: Record<string, unknown>): Omit<ErrorDetail, 'message'> {
  const code = fields['code'] ?? fields['type'];
  const status = Number(fields['status'] ?? fields['code']);
  const param = fields['param'];
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(status >= 400 && status <= 599 ? { status } : {}),
    ...(typeof param === 'string' && param !== '' ? { param } : {}),
  };
}

function messageIn(fields: Record<string, unknown>): string {
  const message = fields['message'] ?? fields['detail'] ?? fields['msg'];
  if (typeof message !== 'string') return message ? briefly(message).message : '';
  // OpenRouter puts what the service behind it said here.
  const { raw } = (fields['metadata'] ?? {}) as { raw?: unknown };
  return typeof raw === 'string' ? `${message}: ${raw}` : message;
}

/** All texts and numbers, with their names; places such as `["body", "top_p"]` on one line. */
function linesOf(value: unknown, name = '', depth = 0): string[] {
  const label = name === '' ? '' : `${name}: `;
  if (typeof value === 'string' || typeof value === 'number') return [`${label}${value}`];
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  if (Array.isArray(value)) {
    const plain = value.every((each) => typeof each === 'string' || typeof each === 'number');
    if (plain) return value.length > 0 ? [`${label}${value.join('.')}`] : [];
    return value.slice(0, 20).flatMap((each) => linesOf(each, name, depth + 1));
  }
  return Object.entries(value).flatMap(([field, each]) =>
    repeated.has(field) ? [] : linesOf(each, field, depth + 1),
  );
}

/** One line, at a length a dialog can show. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}
