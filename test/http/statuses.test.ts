import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signsIn } from '../support/repeat-signs.ts';
import { type ScriptedReply, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/**
 * A status says whether to ask again: clients repeat 408, 409, 429 and 5xx, and some what a stream's
 * error says in words.
 */

const requests: [way: string, path: string, body: object][] = [
  ['a chat', '/v1/chat/completions', {}],
  ['a streamed chat', '/v1/chat/completions', { stream: true }],
  ['a response', '/v1/responses', {}],
  ['a streamed response', '/v1/responses', { stream: true }],
  ['a response that is not stored', '/v1/responses', { store: false }],
];

const headers = { 'x-should-retry': 'false' };
const refused = (status: number, message: string): ScriptedReply => ({
  status,
  headers,
  body: { error: { message, code: `code_${status}` } },
});
/** What the service does, what is told of it before a tool has run, and its cause. */
const failures: [
  name: string,
  reply: ScriptedReply,
  status: number,
  code: string,
  cause: object,
][] = [
  ['400', refused(400, 'bad, 429'), 400, 'upstream_error', { code: 'code_400', status: 400 }],
  ['401', refused(401, 'key'), 400, 'upstream_error', { code: 'code_401', status: 401 }],
  ['403', refused(403, 'no'), 400, 'upstream_error', { code: 'code_403', status: 403 }],
  ['404', refused(404, 'no model'), 400, 'upstream_error', { code: 'code_404', status: 404 }],
  ['500', refused(500, 'server error'), 502, 'upstream_error', { status: 500 }],
  ['502', refused(502, 'Bad Gateway'), 502, 'upstream_error', { status: 502 }],
  ['503', refused(503, 'overloaded'), 502, 'upstream_error', { status: 503 }],
  ['504', refused(504, 'timeout'), 504, 'upstream_timeout', { status: 504 }],
  ['529', refused(529, 'try again in 5 s'), 502, 'upstream_error', { status: 529 }],
  ['429', refused(429, 'rate limit'), 429, 'rate_limit_exceeded', { status: 429 }],
];

const afterTools: [name: string, reply: ScriptedReply][] = [
  ...failures.map(([name, reply]): [string, ScriptedReply] => [name, reply]),
  ['a stream that breaks off', { text: ['one', 'two'], cutAfterChunks: 2 }],
  ['an error in its stream', { rawChunks: ['data: {"error":{"message":"overloaded"}}\n\n'] }],
];

let upstream: ScriptedUpstream;
let host: TestHost;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});

/** The error an answer tells, in its body or in its stream. */
async function errorOf(answer: Response): Promise<Record<string, unknown>> {
  const text = await answer.text();
  if (answer.status !== 200) return (JSON.parse(text) as { error: Record<string, unknown> }).error;
  const frames = text.split('\n\n').filter((frame) => frame.includes('"error"'));
  const told = frames.map((frame) => JSON.parse(frame.replace(/^[\s\S]*?data: /, '')) as object);
  return (told.find((frame) => 'error' in frame) as { error: Record<string, unknown> }).error;
}

/** The frames of Responses have no place for it. */
const hasCause = (route: string, answer: Response): boolean =>
  answer.status !== 200 || route.includes('chat');

/** In words that no other test has used, for the same ones again would be a repetition. */
const post = (path: string, more: object): Promise<Response> => {
  const content = randomUUID();
  const words = path.includes('chat')
    ? { messages: [{ role: 'user', content }] }
    : { input: content };
  const body = JSON.stringify({ ...words, ...more });
  return fetch(host.url + path, { method: 'POST', headers: host.headers, body });
};

describe.each(requests)('%s', (_way, route, body) => {
  it.each(failures)(
    'whose model service answers %s at once tells whether another try may help',
    async (_name, reply, status, code, cause) => {
      upstream.replyWith(() => reply);
      const answer = await post(route, body);
      // Slow machines: the stream may have begun.
      if (answer.status !== 200) expect(answer.status).toBe(status);
      expect(answer.headers.get('retry-after') !== null).toBe(answer.status === 429);
      const error = await errorOf(answer);
      expect(error).toMatchObject({ code, ...(hasCause(route, answer) ? { cause } : {}) });
      expect(signsIn(String(error['message']).replaceAll(upstream.url, ''))).toEqual([]);
    },
  );

  it.each(afterTools)(
    'whose model service answers %s after a tool is not repeated',
    async (name, reply) => {
      const line = `${route} ${JSON.stringify(body)} ${name}`;
      const file = path.join(host.workspace, 'lines');
      const command = `echo '${line}' >> ${file}`;
      const toolCalls = [{ name: 'terminal', arguments: { command } }];
      upstream.replyWith(({ messages: sent }) =>
        sent.some(({ role }) => role === 'tool') ? reply : { toolCalls },
      );
      const answer = await post(route, body);
      if (answer.status !== 200) expect(answer.status).toBe(400);
      expect(answer.headers.get('retry-after')).toBeNull();
      const error = await errorOf(answer);
      expect(error['code']).toBe('run_failed_after_tools');
      if (hasCause(route, answer)) {
        expect(error).toHaveProperty('cause.status');
      }
      expect(signsIn(String(error['message']))).toEqual([]);
      const lines = await readFile(file, 'utf8');
      expect(lines.split('\n').filter((each) => each === line)).toHaveLength(1);
    },
  );
});
