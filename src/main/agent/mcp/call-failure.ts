import { brokenCode } from './transport/readable-fetch.ts';
import { NotSentError } from './transport/stdio-transport.ts';

/**
 * How a call failed. `session`: the server has lost our session, and did nothing. `unsent`: nothing
 * reached it. `broken`: the connection broke, and nobody knows how far it got. `timeout`: no answer
 * in time. `answer`: it answered that it failed, or nonsense.
 */
export type CallFailure = 'session' | 'unsent' | 'broken' | 'timeout' | 'answer';

/** Errors of the system with which no connection came about. */
const unreached = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The library's own code for a request that took too long; servers use it for lost sessions. */
const timeoutCode = -32_001;
/** By the standard a lost session is a 404; many servers answer 400, and say so. */
const maySayLost = new Set([400, 401, 410, 422, timeoutCode, -32_000, -32_600, -32_602, -32_603]);

/** Tells how a request failed from the error that the protocol's library rejects with. */
export function callFailure(error: unknown, hasSession: boolean): CallFailure {
  if (!(error instanceof Error)) return 'answer';
  const { data, ...rest } = error as { code?: unknown; data?: unknown };
  // The transport of before 2025 tells the status in words only.
  const code = rest.code ?? Number(/\(HTTP (\d{3})\)/.exec(error.message)?.[1]);
  if (error instanceof NotSentError || error.message === 'Not connected') return 'unsent';
  if (code === timeoutCode && isLocalTimeout(data)) return 'timeout';
  if (hasSession && code === 404) return 'session';
  if (hasSession && typeof code === 'number' && maySayLost.has(code)) {
    if (/\bsession\b|mcp-session-id/i.test(error.message)) return 'session';
  }
  if (code === brokenCode) return 'broken';
  if (error instanceof TypeError) return isUnreached(error.cause) ? 'unsent' : 'broken';
  return 'answer';
}

function isLocalTimeout(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && ('timeout' in data || 'maxTotalTimeout' in data)
  );
}

/** Also where several addresses of a name were tried, one after the other. */
function isUnreached(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const causes = cause instanceof AggregateError ? (cause.errors as unknown[]) : [cause];
  return causes.every((each) => unreached.has((each as NodeJS.ErrnoException).code ?? ''));
}
