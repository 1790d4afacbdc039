import type { Api, RawApi } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { BotFetch } from './bot-fetch.ts';

/** Why a call came to nothing. What it says holds neither the token nor the address, which has it. */
export type BotFailure =
  | {
      kind: 'refused';
      code: number;
      description: string;
      retryAfterSeconds?: number;
      migratedTo?: number;
    }
  /** No connection was made: nothing was done. */
  | { kind: 'unconnected'; error: string }
  /** Sent, and no answer came that could be read: perhaps done. */
  | { kind: 'unanswered'; error: string };

/** A call that came to nothing; made anew, since the library's own errors hold the token. */
export class BotCallError extends Error {
  override readonly name = 'BotCallError';
  constructor(
    readonly method: string,
    readonly failure: BotFailure,
  ) {
    super(
      failure.kind === 'refused'
        ? `${method}: ${failure.code} ${failure.description}`
        : `${method}: ${failure.error}`,
    );
  }
}

/** Parameters and answers are grammY's. */
export interface BotApi {
  /** Whose token it is. Throws as `call`. */
  me(signal?: AbortSignal): Promise<UserFromGetMe>;
  /** @throws {BotCallError} */
  call<Method extends keyof RawApi>(
    method: Method,
    params: Parameters<RawApi[Method]>[0],
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<RawApi[Method]>>>;
}

/** Calls under this token, with a time-out each, and never twice. Loads grammY at the first one. */
export function createBotApi(options: {
  token: string;
  /** Without a slash at its end. */
  root: string;
  fetch: BotFetch;
  timeoutMs: number;
}): BotApi {
  let api: Promise<Api> | undefined;
  const attempt = async (
    method: string,
    make: (raw: RawApi) => Promise<unknown>,
  ): Promise<unknown> => {
    api ??= connect(options);
    const { raw } = await api;
    try {
      return await make(raw);
    } catch (error) {
      throw new BotCallError(method, failureOf(error, options.token));
    }
  };
  return {
    me: (signal) => attempt('getMe', (raw) => raw.getMe(signal as never)) as Promise<UserFromGetMe>,
    call: (method, params, signal) =>
      attempt(method, (raw) => {
        const invoke = raw[method] as (given: unknown, ending?: AbortSignal) => Promise<unknown>;
        return invoke(params, signal);
      }) as never,
  };
}

async function connect(options: Parameters<typeof createBotApi>[0]): Promise<Api> {
  const { Api } = await import('grammy');
  return new Api(options.token, {
    apiRoot: options.root,
    timeoutSeconds: options.timeoutMs / 1000,
    fetch: options.fetch as never,
  });
}

/** Codes of a connection that was never made. */
const unmade = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

interface TelegramRefusal {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

function failureOf(error: unknown, token: string): BotFailure {
  if (isRefusal(error)) {
    const { error_code: code, description, parameters = {} } = error;
    return {
      kind: 'refused',
      code,
      description: description.replaceAll(token, '[redacted]'),
      ...(parameters.retry_after === undefined
        ? {}
        : { retryAfterSeconds: parameters.retry_after }),
      ...(parameters.migrate_to_chat_id === undefined
        ? {}
        : { migratedTo: parameters.migrate_to_chat_id }),
    };
  }
  const { code, syscall } = rootOf(error);
  const made = !(
    unmade.has(code) ||
    syscall === 'connect' ||
    /CERT|SELF_SIGNED|UNABLE_TO/.test(code)
  );
  return made
    ? { kind: 'unanswered', error: code || 'no answer came' }
    : { kind: 'unconnected', error: code };
}

function isRefusal(error: unknown): error is TelegramRefusal {
  return error instanceof Error && 'error_code' in error && 'description' in error;
}

/** The code at the bottom of what grammY, fetch and the socket have wrapped; no text of theirs is safe. */
function rootOf(thrown: unknown): { code: string; syscall: string } {
  let error = thrown;
  for (let depth = 0; depth < 6 && error instanceof Error; depth += 1) {
    const inner: unknown = 'error' in error ? error.error : error.cause;
    if (!(inner instanceof Error)) break;
    error = inner;
  }
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { code, syscall } = (first ?? {}) as { code?: unknown; syscall?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    syscall: typeof syscall === 'string' ? syscall : '',
  };
}
