import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UpstreamError } from '../../../src/main/model/upstream/errors/upstream-error.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { ask, failureOf, modelFor } from './ask.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

test.each([408, 409, 429, 500, 501, 502, 503, 504, 507, 520, 522, 524, 529, 599])(
  'status %i is tried again, and the answer then counts',
  async (status) => {
    upstream.reply({ status }, { status }, { text: 'fine' });
    const { texts } = await ask(modelFor(upstream));
    expect(texts).toEqual(['fine']);
    expect(upstream.requests).toHaveLength(3);
  },
);

test('retries come after a pause that grows', async () => {
  upstream.reply({ status: 500 }, { status: 500 }, { status: 500 }, { text: 'fine' });
  await ask(modelFor(upstream, { retryBaseMs: 60 }));
  const [first, ...later] = upstream.requests.map(({ at }) => at);
  const pauses = later.map((at, index) => at - (later[index - 1] ?? first!));
  // Each is shortened by up to a half; a clock of whole milliseconds takes one more.
  for (const [index, least] of [29, 59, 119].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(least);
  }
});

test('after three retries the failure is told', async () => {
  upstream.replyWith(() => ({ status: 503, body: { error: { message: 'Overloaded' } } }));
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toBeInstanceOf(UpstreamError);
  expect(error).toMatchObject({ kind: 'server', status: 503 });
  expect((error as Error).message).toBe(
    `Testers (${upstream.url}) failed (503: Overloaded). Try again in a while.`,
  );
  expect(upstream.requests).toHaveLength(4);
});

test('a connection that breaks before the first piece is made again', async () => {
  upstream.reply({ text: 'a', cutAfterChunks: 0 }, { text: 'a', cutAfterChunks: 1 }, { text: 'b' });
  expect((await ask(modelFor(upstream))).texts).toEqual(['b']);
});

test('Retry-After in seconds is waited for, and told where it is too long', async () => {
  upstream.reply({ status: 429, headers: { 'retry-after': '1' } }, { text: 'fine' });
  const startedAt = performance.now();
  await ask(modelFor(upstream));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);

  upstream.reply({ status: 429, headers: { 'retry-after': '3600' } });
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'rate_limit', status: 429, retryAfterSeconds: 3600 });
  expect((error as Error).message).toContain('Try again in 3600 s.');
  expect(upstream.requests).toHaveLength(3);
});

test('a service that forbids a retry gets none', async () => {
  upstream.reply({ status: 500, headers: { 'x-should-retry': 'false' } });
  expect(await failureOf(ask(modelFor(upstream)))).toMatchObject({ kind: 'server' });
  expect(upstream.requests).toHaveLength(1);
});

test('an account without credit is not asked again', async () => {
  upstream.reply({
    status: 429,
    body: { error: { message: 'You exceeded your quota', code: 'insufficient_quota' } },
  });
  const error = await failureOf(ask(modelFor(upstream)));
  expect((error as Error).message).toMatch(/no credit left .*You exceeded your quota/);
  expect(upstream.requests).toHaveLength(1);
});

test('waiting for a retry ends at once when the call is aborted', async () => {
  upstream.reply({ status: 429, headers: { 'retry-after': '50' } });
  const abort = new AbortController();
  const reason = new Error('enough');
  const answer = failureOf(ask(modelFor(upstream), {}, abort.signal));
  await upstream.waitForRequest(1);
  abort.abort(reason);
  expect(await answer).toBe(reason);
});

test.each([
  [
    401,
    'sk-test',
    /Testers \(http.*\) did not accept the API key \(401: Bad key\).*"API key" in Hermes Tray, Settings › Model/,
  ],
  [401, undefined, /wants an API key, and none is set.*"API key" in Hermes Tray, Settings › Model/],
  [
    403,
    'sk-test',
    /Testers \(http.*\) refused access \(403: Bad key\).*"API key".*Settings › Model/,
  ],
])('status %i with the key %s names the provider and the setting', async (status, apiKey, said) => {
  upstream.reply({ status, body: { error: { message: 'Bad key' } } });
  const error = await failureOf(ask(modelFor(upstream, { apiKey })));
  expect(error).toMatchObject({ kind: 'authentication', status });
  expect((error as Error).message).toMatch(said);
  expect(upstream.requests).toHaveLength(1);
});

test('a key with a line break is told before anything is sent', async () => {
  const error = await failureOf(ask(modelFor(upstream, { apiKey: 'sk-test\n' })));
  expect(error).toMatchObject({ kind: 'authentication' });
  expect((error as Error).message).not.toContain('sk-test');
  expect(upstream.requests).toHaveLength(0);
});

test('a refused connection is tried again, then says where nothing answers', async () => {
  const { url } = upstream;
  await upstream.close();
  const warnings: string[] = [];
  const logger = { warn: (message: string) => warnings.push(message) };
  const error = await failureOf(ask(modelFor(upstream, { logger })));
  expect(error).toMatchObject({ kind: 'connection', status: undefined });
  expect((error as Error).message).toBe(
    `Nothing answers at ${url} (ECONNREFUSED). Start Testers there, or correct "Base URL" in Hermes Tray, Settings › Model.`,
  );
  expect(warnings).toHaveLength(3);
});

test('something that speaks no HTTP is told as such', async () => {
  const server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const model = modelFor(upstream, { baseUrl: `http://127.0.0.1:${port}/v1` });
  const error = await failureOf(ask(model));
  server.close();
  expect(error).toMatchObject({ kind: 'protocol' });
  expect((error as Error).message).toContain('does not speak');
});

test('https to a service that speaks http is told as such', async () => {
  const model = modelFor(upstream, { baseUrl: upstream.url.replace('http:', 'https:') });
  const error = await failureOf(ask(model));
  expect(error).toMatchObject({ kind: 'protocol' });
  expect((error as Error).message).toContain('its http:// or https:// too');
});

test('an unknown model and a wrong address are told apart', async () => {
  upstream.reply(
    { status: 404, body: { error: 'model "test-model" not found, try pulling it first' } },
    { status: 404, body: '<html><title>Not Found</title></html>' },
  );
  const model = modelFor(upstream);
  expect(((await failureOf(ask(model))) as Error).message).toMatch(
    /^Testers has no model "test-model" .*"Model" in Hermes Tray, Settings › Model/,
  );
  expect(((await failureOf(ask(model))) as Error).message).toMatch(/Check "Base URL"/);
});

test('a web page is no answer', async () => {
  upstream.reply({
    body: '<!doctype html><title>Open WebUI</title>',
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'protocol' });
  expect((error as Error).message).toContain('is a web page ("Open WebUI")');
  expect(upstream.requests).toHaveLength(1);
});

test.each([
  { error: { message: 'x', code: 'context_length_exceeded' } },
  { error: { message: "This model's maximum context length is 8192 tokens" } },
  { error: { message: 'the request exceeds the available context size' } },
  { object: 'error', message: 'prompt is too long: 9000 tokens > 8192' },
])('a conversation that is too long is told as such: %j', async (body) => {
  upstream.reply({ status: 400, body });
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'too_long', status: 400 });
  expect((error as Error).message).toMatch(/longer than test-model can read.*"Context window"/);
});

test.each([
  [400, 'registry.ollama.ai/library/gemma:2b does not support tools'],
  [404, 'No endpoints found that support tool use. To learn more about provider routing, visit …'],
  [500, 'tools param requires --jinja flag'],
  [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
  [400, "Unsupported parameter: 'tools' is not supported with this model."],
  [400, '`tool calling` is not supported with this model'],
  [400, 'deepseek-reasoner does not support Function Calling'],
  [400, "Function calling with a response mime type: 'application/json' is unsupported"],
  [400, 'json mode cannot be combined with tool/function calling'],
  [400, 'Cannot use custom grammar constraints with tools.'],
])('a model that takes no tools is told as such, at once: %i %s', async (status, message) => {
  upstream.reply({ status, body: { error: { message } } });
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'no_tools', status });
  expect((error as Error).message).toMatch(/^test-model at Testers cannot use tools \(.*"Model"/);
  expect(upstream.requests).toHaveLength(1);
});

test.each([
  [400, 'this model does not support image input'],
  [500, 'image input is not supported - hint: you may need to provide the mmproj'],
  [400, 'qwen3-32b is not a multimodal model'],
  [404, 'No endpoints found that support image input'],
  [400, 'Invalid content type. image_url is only supported by certain models.'],
  [400, 'messages[1]: unknown variant `image_url`, expected `text` at line 1 column 6'],
])('a model that reads no pictures is told as such, at once: %i %s', async (status, message) => {
  upstream.reply({ status, body: { error: { message } } });
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'no_pictures', status });
  expect((error as Error).message).toMatch(/^test-model at Testers reads no pictures \(.*"Model"/);
  expect(upstream.requests).toHaveLength(1);
});

test.each([
  'You uploaded an unsupported image. Please make sure your image is valid.',
  "Invalid schema for function 'mcp_x': keyword 'oneOf' is not supported",
  'tools[3].function.name: this character is not supported',
  'tools.0.custom: unsupported type',
  'temperature is not supported by this model',
])(
  'a mistake in one tool, one picture, or anywhere else is no refusal of all: %s',
  async (message) => {
    upstream.reply({ status: 400, body: { error: { message } } });
    expect(await failureOf(ask(modelFor(upstream)))).toMatchObject({ kind: 'bad_request' });
  },
);

test('any other refusal is passed on in the words of the service, and not asked again', async () => {
  upstream.reply({ status: 422, body: { detail: [{ loc: ['body'], msg: 'field required' }] } });
  const error = await failureOf(ask(modelFor(upstream)));
  expect(error).toMatchObject({ kind: 'bad_request', status: 422 });
  expect((error as Error).message).toContain('(422: field required)');
  expect(upstream.requests).toHaveLength(1);
});

test('a redirect names the new address', async () => {
  upstream.reply({ status: 308, headers: { location: 'https://example.com/v1' } });
  const error = await failureOf(ask(modelFor(upstream)));
  expect((error as Error).message).toContain('has moved to https://example.com/v1');
});
