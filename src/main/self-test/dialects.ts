import type { ClientId } from '../../shared/clients.ts';
import { dockerHost } from '../../shared/clients/client.ts';

/** How a client calls, as read from its source and seen on the wire. */
export interface Dialect {
  api: 'chat' | 'responses';
  /** What it puts between the server's origin and `/chat/completions`. */
  root: string;
  /** The path of its list of models; null for a client that never asks. */
  models: string | null;
  /** The web origin it sends; null for a program that is no web page. */
  origin: string | null;
  /** Headers a browser asks permission for; empty where no browser is between. */
  preflightHeaders: readonly string[];
  /** The name in the Host header where it is not the one in the URL. */
  host?: string;
  /** How it sends the key. */
  keyHeaders: readonly ('authorization' | 'x-api-key')[];
  /** Further headers of each request. */
  headers?: Readonly<Record<string, string>>;
  /** Further fields of each request. */
  extras?: Readonly<Record<string, unknown>>;
  /** Further fields of streamed requests. */
  streamExtras?: Readonly<Record<string, unknown>>;
  /** Sends images only to a model whose list entry says that it reads them. */
  asksForVision?: boolean;
}

const program = {
  api: 'chat',
  root: '/v1',
  models: '/v1/models',
  origin: null,
  preflightHeaders: [],
  keyHeaders: ['authorization'],
} as const satisfies Dialect;

/** Headers of the official SDK; in a browser each of them must be allowed. */
const stainless = {
  'x-stainless-arch': 'other:browser-js',
  'x-stainless-lang': 'js',
  'x-stainless-os': 'Unknown',
  'x-stainless-package-version': '6.49.0',
  'x-stainless-retry-count': '0',
  'x-stainless-runtime': 'browser:chrome',
  'x-stainless-runtime-version': '130.0.0',
} as const;

const withUsage = { stream_options: { include_usage: true } } as const;

const container = { ...program, host: dockerHost, streamExtras: withUsage } as const;

const sdk = {
  ...program,
  headers: { ...stainless, 'x-stainless-runtime': 'node', 'x-stainless-arch': 'x64' },
  streamExtras: withUsage,
} as const satisfies Dialect;

const dialects: Readonly<Record<ClientId, Dialect>> = {
  // Adds /v1 to a host without a path.
  chatbox: { ...program, extras: { max_tokens: 4096 }, asksForVision: true },
  jan: {
    ...program,
    // It puts "/models" behind a base URL that may end in a slash.
    models: '/v1//models',
    origin: 'tauri://localhost',
    preflightHeaders: ['authorization', 'content-type', 'x-api-key'],
    keyHeaders: ['authorization', 'x-api-key'],
    streamExtras: withUsage,
  },
  nextchat: {
    ...program,
    // It adds v1/… to whatever was typed, so a base URL with /v1 becomes this.
    root: '/v1/v1',
    models: '/v1/v1/models',
    origin: 'http://localhost:3000',
    preflightHeaders: ['accept', 'authorization', 'content-type', 'x-requested-with'],
    headers: { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest' },
  },
  lobechat: {
    ...program,
    origin: 'http://localhost:3210',
    preflightHeaders: ['authorization', 'content-type', ...Object.keys(stainless)],
    headers: stainless,
    extras: { user: 'self-test' },
    streamExtras: withUsage,
  },
  'big-agi': {
    ...program,
    origin: 'http://localhost:3000',
    preflightHeaders: ['authorization', 'content-type'],
    streamExtras: withUsage,
  },
  'open-webui': container,
  librechat: { ...container, extras: { max_completion_tokens: 4096 } },
  anythingllm: { ...sdk, models: null },
  'chat-ui': sdk,
  'openai-python': sdk,
  'openai-node': sdk,
  'vercel-ai-sdk': program,
  'openai-agents': { ...sdk, api: 'responses', models: null, streamExtras: {} },
  langchain: sdk,
  codex: {
    ...program,
    api: 'responses',
    models: null,
    // What it sends beside the input; servers must not stumble over it.
    extras: { store: false, include: ['reasoning.encrypted_content'], text: {} },
    headers: { accept: 'text/event-stream' },
  },
  opencode: program,
  curl: program,
  other: program,
};

/** How a client calls the server. */
export function dialectOf(client: ClientId): Dialect {
  return dialects[client];
}
