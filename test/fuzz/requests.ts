import fc from 'fast-check';
import { mutate, mutation, type Mutation } from './json-mutation.ts';
import { chatBody, earlierResponse, responseBody } from './request-bodies.ts';

/** A request as it is sent. Header values and the path hold what HTTP allows on the wire, no more. */
export interface FuzzedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Latin-1: each character is one byte. Undefined: none. */
  body?: string;
}

/** Stands for the id of a run made before. */
export const earlierRun = '{earlier run}';

const prefix = fc.constantFrom('/v1', '/v1', '/v1', '', '/v1/v1', '/', '//v1/');
const query = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom('?', '?stream=true', '?stream=true&starting_after=1', '?limit=1&order=asc'),
  fc.constantFrom(
    '?limit=0',
    '?after=x&after=y',
    '?stream=maybe',
    '?%',
    '?a[b][c]=d',
    '?__proto__=1',
  ),
);

const oddPath = fc.oneof(
  fc.constantFrom(
    '/..',
    '/%2e%2e/etc/passwd',
    '/%',
    '/%00',
    '/%E0%A4%A',
    '/models/%2F',
    '/*',
    '/\xff',
  ),
  fc.string().map((rest) => `/${rest.replaceAll(' ', '')}`),
);

const read = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'DELETE', 'OPTIONS', 'PUT', 'POST'),
    path: fc
      .tuple(
        prefix,
        fc.oneof(
          fc.constantFrom(
            '/models',
            '/models/hermes-agent',
            '/health',
            '/health/detailed',
            '/runs',
          ),
          fc.constantFrom('/', '/chat/completions', '/responses', '/embeddings'),
          fc
            .tuple(
              fc.constantFrom('/responses/', '/runs/', '/models/'),
              fc.constantFrom(
                earlierResponse,
                earlierRun,
                'resp_1',
                '%F0%9F%98%80',
                'a/b',
                '..',
                "'",
              ),
              fc.constantFrom('', '', '/input_items', '/events', '/cancel', '/x'),
            )
            .map((parts) => parts.join('')),
          oddPath,
        ),
        query,
      )
      .map((parts) => parts.join('')),
  })
  // No server understands such a path, and so none knows that a HEAD must get no body.
  .map(({ method, path }) => ({ method: path.includes('\xff') ? 'GET' : method, path }));

const headerValue = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) })
  // DEL is no character of a header.
  .map((text) => text.replaceAll('\x7f', ''));

/** Headers that are sent beside, or in place of, the usual ones. */
const oddHeaders = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  fc
    .tuple(
      fc.constantFrom(
        ...'accept user-agent x-request-id idempotency-key last-event-id cookie expect'.split(' '),
        ...'x-hermes-session-id x-openwebui-chat-id x-stainless-os range host origin'.split(' '),
        ...'if-none-match x-forwarded-host authorization x-api-key accept-encoding'.split(' '),
        ...'content-type content-encoding x-http-method-override'.split(' '),
      ),
      fc.oneof(
        headerValue,
        fc.constantFrom('1', '0', '-1', '999999999999999', 'gzip', 'identity', 'application/json'),
        fc.constantFrom('text/plain', 'null', 'https://example.com', 'localhost', 'a'.repeat(8000)),
      ),
    )
    .map((pair) => Object.fromEntries([pair])),
  fc.record({
    origin: fc.constantFrom('https://example.com', 'tauri://localhost', 'null'),
    'access-control-request-method': fc.constantFrom('POST', 'TRACE', ''),
    'access-control-request-headers': headerValue,
  }),
);

/** JSON as it is sent: as a rule whole, else cut, stuffed or followed by something. */
const damage = fc.oneof(
  { weight: 40, arbitrary: fc.constant((json: string) => json) },
  fc.nat().map((at) => (json: string) => json.slice(0, at % (json.length + 1))),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom('\0', '\xff', '\xc0\xaf', '"', '}', ',', '\\u', '\xef\xbb\xbf'),
    )
    .map(([at, stuff]) => (json: string) => {
      const cut = at % (json.length + 1);
      return json.slice(0, cut) + stuff + json.slice(cut);
    }),
  fc.constantFrom('}', ' \n', '{}', '\0').map((end) => (json: string) => json + end),
  fc.constant((json: string) => `${json.slice(0, -1)},"__proto__":{"stream":true}}`),
);

const write = fc
  .record({
    target: fc.oneof(
      fc.record({ path: fc.constant('/chat/completions'), body: chatBody }),
      fc.record({ path: fc.constant('/responses'), body: responseBody }),
    ),
    prefix,
    mutations: fc.oneof(
      fc.constant<Mutation[]>([]),
      fc.array(mutation, { minLength: 1, maxLength: 1 }),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
    ),
    damage,
  })
  .map(({ target, prefix: start, mutations, damage: harm }) => {
    const document = mutations.reduce<unknown>(mutate, target.body);
    const json = JSON.stringify(document) ?? '';
    return {
      method: 'POST',
      path: start + target.path,
      body: harm(Buffer.from(json).toString('latin1')),
    };
  });

/** Any request: most are nearly right, since the wrong ones never get far. */
export const fuzzedRequest: fc.Arbitrary<FuzzedRequest> = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: write }, read), oddHeaders)
  .map(([request, headers]) => ({ headers, ...request }));
