import type { Body } from '../dialect/body.ts';
import { createBodyJson } from './body-json.ts';
import { errorDetailFrom } from '../errors/error-detail.ts';
import { UpstreamTrouble } from '../errors/trouble.ts';
import { createHttpSender, textOf, type AnswerBody, type HttpAnswer } from './http-sender.ts';

/** A successful answer whose body is still to be read. */
export interface UpstreamAnswer {
  contentType: string;
  body: AnswerBody;
}

/** The requests of one service. Each throws {@link UpstreamTrouble} or the network's error. */
export interface UpstreamClient {
  chat(body: Body, signal: AbortSignal): Promise<UpstreamAnswer>;
  responses(body: Body, signal: AbortSignal): Promise<UpstreamAnswer>;
  embeddings(body: Body, signal: AbortSignal): Promise<UpstreamAnswer>;
  models(signal: AbortSignal): Promise<UpstreamAnswer>;
}

/** Most of an error's body that is read, in bytes. */
const longestErrorBody = 65_536;

/**
 * The client of one service. The `openai` package says what a request looks like: address, headers,
 * authentication. These are the same for every call, so it is asked once, and the calls themselves
 * go straight to the connection: passing each through the package's `fetch` doubles the time to the
 * first token. Nothing is loaded before the first request. No timeouts, no retries.
 * @param apiKey left out: no Authorization header is sent
 */
export function createUpstreamClient(options: {
  baseUrl: string;
  apiKey?: string;
}): UpstreamClient {
  const json = createBodyJson();
  let loading: Promise<LoadedClient> | undefined;
  const load = (): Promise<LoadedClient> => (loading ??= loadClient(options));
  return {
    chat: async (body, signal) => (await load()).chat(await json(body), signal),
    responses: async (body, signal) => (await load()).responses(await json(body), signal),
    embeddings: async (body, signal) => (await load()).embeddings(await json(body), signal),
    models: async (signal) => (await load()).models(null, signal),
  };
}

type Send = (body: string | Buffer | null, signal: AbortSignal) => Promise<UpstreamAnswer>;
type LoadedClient = Record<keyof UpstreamClient, Send>;

async function loadClient(options: { baseUrl: string; apiKey?: string }): Promise<LoadedClient> {
  if (/[^\x21-\x7e]/.test(options.apiKey ?? ''))
    throw new UpstreamTrouble({ kind: 'unusable_key' });
  const [{ OpenAI: SDK }, send] = await Promise.all([
    import('openai'),
    createHttpSender(new URL(options.baseUrl).origin),
  ]);
  const sdk = new SDK({
    baseURL: options.baseUrl,
    apiKey: options.apiKey ?? 'none',
    // Given, so that none of them is taken from OPENAI_… variables meant for another service.
    organization: null,
    project: null,
    adminAPIKey: null,
    logLevel: 'off',
    defaultHeaders: {
      'User-Agent': 'hermes-tray',
      ...(options.apiKey === undefined ? { Authorization: null } : {}),
    },
  });
  const sender = async (method: 'get' | 'post', path: string): Promise<Send> => {
    const { req, url } = await sdk.buildRequest({
      method,
      path,
      ...(method === 'post' ? { body: {} } : {}),
    });
    const { pathname, search } = new URL(url);
    const verb = method === 'post' ? 'POST' : 'GET';
    const target = pathname + search;
    const headers = headersToSend(req.headers);
    return async (body, signal) =>
      successful(await send({ method: verb, path: target, headers, body }, signal));
  };
  return {
    chat: await sender('post', '/chat/completions'),
    responses: await sender('post', '/responses'),
    embeddings: await sender('post', '/embeddings'),
    models: await sender('get', '/models'),
  };
}

/** @throws {UpstreamTrouble} `refused`, with what the service says about it, when the status is no success */
async function successful({ status, headers, body }: HttpAnswer): Promise<UpstreamAnswer> {
  if (status >= 200 && status <= 299) {
    return { contentType: String(headers['content-type'] ?? ''), body };
  }
  const detail = errorDetailFrom(await textOf(body, longestErrorBody));
  throw new UpstreamTrouble({ kind: 'refused', status, headers, detail });
}

/** Without the package's report on this machine's system and runtime. */
function headersToSend(headers: Headers): Record<string, string> {
  const sent: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (!name.startsWith('x-stainless-')) sent[name] = value;
  });
  return sent;
}
