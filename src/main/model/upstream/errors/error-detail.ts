/** What a service said went wrong, whatever shape it said it in. */
export interface ErrorDetail {
  message: string;
  /** `context_length_exceeded`, `insufficient_quota` … */
  code?: string;
  /** The HTTP status named inside the body, where a stream reports a failure. */
  status?: number;
}

const longestMessage = 400;

/** Reads the body of a failed request: JSON of any known shape, plain text, or a web page. */
export function errorDetailFrom(text: string): ErrorDetail {
  try {
    return errorDetailOf(JSON.parse(text));
  } catch {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1];
    return { message: shorten(title ?? (text.trimStart().startsWith('<') ? '' : text)) };
  }
}

/**
 * Finds the message in an error object: `{error: {message, code}}` (OpenAI), `{error: "…"}` (Ollama),
 * `{object: "error", message}` (vLLM), `{detail}` (FastAPI), or a list of these (Gemini).
 */
export function errorDetailOf(body: unknown): ErrorDetail {
  if (typeof body === 'string') return { message: shorten(body) };
  if (Array.isArray(body)) return errorDetailOf(body[0]);
  if (typeof body !== 'object' || body === null) return { message: '' };
  const fields = body as Record<string, unknown>;
  if (fields['error']) return errorDetailOf(fields['error']);
  const message = messageIn(fields) || JSON.stringify(body);
  const code = fields['code'] ?? fields['type'];
  const status = Number(fields['status'] ?? fields['code']);
  return {
    message: shorten(message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(status >= 400 && status <= 599 ? { status } : {}),
  };
}

function messageIn(fields: Record<string, unknown>): string {
  const message = fields['message'] ?? fields['detail'] ?? fields['msg'];
  if (typeof message !== 'string') return message ? errorDetailOf(message).message : '';
  // OpenRouter puts what the service behind it said here.
  const { raw } = (fields['metadata'] ?? {}) as { raw?: unknown };
  return typeof raw === 'string' ? `${message}: ${raw}` : message;
}

/** One line, at a length a dialog can show. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}
