import type { PromptCache } from '../prompt-cache.ts';
import type { ApiChoice } from '../wire-api.ts';
import { UpstreamError, type UpstreamErrorKind } from './upstream-error.ts';

/** The model service as messages name it. */
export interface UpstreamService {
  /** "Ollama", "OpenRouter" … */
  label: string;
  baseUrl: string;
  model: string;
  hasKey: boolean;
  /** Left out: chat completions. */
  api?: ApiChoice;
  /** How it is told to keep what it has read; left out: it does so by itself, or not at all. */
  promptCache?: PromptCache;
}

/** A failure in plain words, and whether the same request may do better a little later. */
export interface UpstreamFailure {
  error: UpstreamError;
  retryable: boolean;
  /** How long the service asked to wait, in milliseconds. */
  waitMs?: number;
}

/** A failure with all that is known about it. */
export function failure(
  kind: UpstreamErrorKind,
  message: string,
  options: {
    status?: number;
    code?: string | undefined;
    waitMs?: number | undefined;
    retryable?: boolean;
    transient?: boolean | undefined;
    cause: unknown;
  },
): UpstreamFailure {
  const { status, code, transient, waitMs, retryable = false, cause } = options;
  return {
    error: new UpstreamError(message, {
      kind,
      cause,
      ...(status === undefined ? {} : { status }),
      ...(code === undefined ? {} : { code }),
      ...(transient === undefined ? {} : { transient }),
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

/** A label at the beginning of a sentence: it may be "the model service". */
export function capitalised(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
