import { dockerHost } from './connection.ts';

/** How a client calls, as read from its source and seen on the wire. */
export interface ClientCalls {
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

/** Chat completions from a program on this computer, with nothing out of the ordinary. */
export const likeAProgram: ClientCalls = {
  api: 'chat',
  root: '/v1',
  models: '/v1/models',
  origin: null,
  preflightHeaders: [],
  keyHeaders: ['authorization'],
};

/** Headers of the official SDK; in a browser each of them must be allowed. */
export const stainless = {
  'x-stainless-arch': 'other:browser-js',
  'x-stainless-lang': 'js',
  'x-stainless-os': 'Unknown',
  'x-stainless-package-version': '6.49.0',
  'x-stainless-retry-count': '0',
  'x-stainless-runtime': 'browser:chrome',
  'x-stainless-runtime-version': '130.0.0',
} as const;

/** Asks for the usage at the end of a stream. */
export const withUsage = { stream_options: { include_usage: true } } as const;

/** From a Docker container on this computer. */
export const likeAContainer: ClientCalls = {
  ...likeAProgram,
  host: dockerHost,
  streamExtras: withUsage,
};

/** By the official SDK for Node. */
export const likeTheSdk: ClientCalls = {
  ...likeAProgram,
  headers: { ...stainless, 'x-stainless-runtime': 'node', 'x-stainless-arch': 'x64' },
  streamExtras: withUsage,
};
