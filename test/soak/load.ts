import { Agent, fetch, type RequestInit } from 'undici';
import type { startInstantUpstream } from '../fuzz/instant-upstream.ts';

type Answer = Parameters<typeof startInstantUpstream>[0];

/** A host as one client sees it. */
interface Client {
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  post: (path: string, body: object, signal?: AbortSignal) => Promise<Response>;
}

/** What a client does; resolves when it has its answer, or has left. @throws when that is not as it should be */
type Visit = (client: Client, index: number) => Promise<void>;

const messages = [{ role: 'user', content: 'Hello' }];
const clientTool = {
  type: 'function',
  function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
};

/** The model calls the tool that a message names: `call read_file {"path":"a"}`. */
export const reply: Answer = (body) => {
  const last = body.messages.at(-1)!;
  const [, name, args] =
    /^call (\w+) (.*)$/.exec(typeof last.content === 'string' ? last.content : '') ?? [];
  if (last.role === 'user' && name) return { toolCalls: [{ name, arguments: args! }] };
  return { text: ['One ', 'two ', 'three ', 'four.'] };
};

/** @throws unless the answer is 200 */
async function textOf(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${text}`);
  return text;
}

function expectIn(text: string, ...parts: string[]): void {
  for (const part of parts) if (!text.includes(part)) throw new Error(`No ${part} in ${text}`);
}

const chat =
  (body: object, ...parts: string[]): Visit =>
  async ({ post }) => {
    expectIn(await textOf(post('/chat/completions', { messages, ...body })), ...parts);
  };
const toolCall = (content: string): Visit =>
  chat({ messages: [{ role: 'user', content }], stream: true }, 'four.', '[DONE]');

/** Leaves in the middle of the answer. */
const leave: Visit = async ({ post }) => {
  const abort = new AbortController();
  const response = await post('/chat/completions', { messages, stream: true }, abort.signal);
  await response.body!.getReader().read();
  abort.abort();
};

const refused: Visit = async ({ get }) => {
  const response = await get('/models', { Authorization: 'Bearer wrong' });
  if (response.status !== 401) throw new Error(`HTTP ${response.status}`);
  await response.text();
};

/** Goes on in one of many conversations, none of which gets long. */
const respond =
  (body: object): Visit =>
  async ({ get, post }, index) => {
    const conversation = `soak-${Math.floor(index / 100)}-${index % 10}`;
    const text = await textOf(
      post('/responses', { input: `Hello ${index}`, conversation, ...body }),
    );
    expectIn(text, '"status":"completed"', 'four.');
    const [id] = /resp_\w+/.exec(text)!;
    expectIn(await textOf(get(`/responses/${id}`)), '"status":"completed"', 'four.');
  };

/** What normal days consist of; the n-th visit is the n-th of these, again and again. */
const visits: readonly Visit[] = [
  chat({}, 'four.'),
  chat({ stream: true }, 'four.', '[DONE]'),
  chat({ stream: true, stream_options: { include_usage: true } }, '"usage"', '[DONE]'),
  chat(
    { tools: [clientTool], messages: [{ role: 'user', content: 'call get_weather {}' }] },
    'tool_calls',
  ),
  respond({}),
  respond({ stream: true }),
  toolCall('call todo {"todos":[{"id":"1","content":"a","status":"pending"}]}'),
  toolCall('call read_file {"path":"a.txt"}'),
  leave,
  refused,
  chat({}, 'four.'),
  chat({ stream: true }, 'four.', '[DONE]'),
  chat({ stream: true }, 'four.', '[DONE]'),
  toolCall('call write_file {"path":"a.txt","content":"Hello"}'),
  chat({ stream: true }, 'four.', '[DONE]'),
  toolCall('call search_files {"pattern":"Hello"}'),
  chat({}, 'four.'),
  leave,
  respond({}),
  toolCall('call terminal {"command":"echo $HOME"}'),
];

/** A host, as far as its clients know it. */
interface Address {
  url: string;
  headers: Record<string, string>;
}

/** Makes so many of the visits of normal days; `first` counts on from those before. */
export function visit(host: Address, first: number, count: number): Promise<void> {
  return makeVisits(host, first, count, (client, index) =>
    visits[index % visits.length]!(client, index),
  );
}

const image = `data:image/png;base64,${'A'.repeat(3 * 2 ** 20)}`;
/** For {@link visitWithImage}: a megabyte of text, in pieces. */
export const largeAnswer: Answer = () => ({ text: Array<string>(64).fill('x'.repeat(2 ** 14)) });

/** Makes so many visits of the heavy kind: an image goes in, a megabyte of text comes out. */
export function visitWithImage(host: Address, first: number, count: number): Promise<void> {
  const content = [{ type: 'image_url', image_url: { url: image } }];
  const look = chat({ messages: [{ role: 'user', content }], stream: true }, 'xxx', '[DONE]');
  return makeVisits(host, first, count, look);
}

/** Some at once; no connection is left open. */
async function makeVisits(
  { url, headers }: Address,
  first: number,
  count: number,
  make: Visit,
): Promise<void> {
  const dispatcher = new Agent();
  const send = (path: string, init: RequestInit): Promise<Response> =>
    fetch(`${url}/v1${path}`, {
      headers,
      ...init,
      dispatcher,
    }) as Promise<unknown> as Promise<Response>;
  const client: Client = {
    get: (path, more) => send(path, { headers: { ...headers, ...more } }),
    post: (path, body, signal) =>
      send(path, { method: 'POST', body: JSON.stringify(body), signal: signal ?? null }),
  };
  let next = first;
  const work = async (): Promise<void> => {
    while (next < first + count) {
      const index = next;
      next += 1;
      await make(client, index);
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  await dispatcher.close();
}
