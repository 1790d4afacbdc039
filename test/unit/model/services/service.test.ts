import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createModel } from '../../../../src/main/model/create-model.ts';
import {
  findLocalServers,
  type LocalCandidate,
} from '../../../../src/main/model/services/discovery.ts';
import { listModels, modelsIn } from '../../../../src/main/model/services/list-models.ts';
import type { Model } from '../../../../src/main/model/model.ts';
import { openServiceMemory } from '../../../../src/main/model/upstream/dialect/service-memory.ts';
import { reachabilityOf } from '../../../../src/main/model/services/reachability.ts';
import { normaliseBaseUrl, serviceOf } from '../../../../src/main/model/services/service.ts';
import { testConnection } from '../../../../src/main/model/services/test-connection.ts';
import { providerPresets } from '../../../../src/shared/providers.ts';
import { modelSettings, providerIds, type Settings } from '../../../../src/shared/settings.ts';
import {
  startScriptedUpstream,
  type ScriptedUpstream,
} from '../../../support/scripted-upstream.ts';
import { ask, failureOf } from '../ask.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

const logger = { warn: () => {} };
const settings = (fields: Partial<Settings['model']>): Settings['model'] => ({
  ...modelSettings.parse({}),
  ...fields,
});
const modelOf = (fields: Partial<Settings['model']>, apiKey?: string): Model =>
  createModel(settings({ provider: 'custom', baseUrl: upstream.url, ...fields }), apiKey, {
    logger,
    memory: openServiceMemory(),
  });
const lists = (...ids: string[]): void =>
  upstream.replyToModelList({ body: { object: 'list', data: ids.map((id) => ({ id })) } });

test('every provider has a preset, and each address is one that can be called', () => {
  expect(providerPresets.map((preset) => preset.id)).toEqual([...providerIds]);
  for (const { baseUrl } of providerPresets) {
    if (baseUrl !== '') expect(normaliseBaseUrl(baseUrl)).toBe(baseUrl);
  }
});

test.each([
  ['http://localhost:11434', 'http://localhost:11434/v1'],
  ['http://localhost:11434/', 'http://localhost:11434/v1'],
  ['https://api.example.com/v1/', 'https://api.example.com/v1'],
  ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
  ['https://api.example.com/openai/v2//', 'https://api.example.com/openai/v2'],
  ['https://api.example.com/v1/models?x=1#y', 'https://api.example.com/v1'],
  ['localhost:11434', undefined],
  ['http://', undefined],
  ['ftp://example.com', undefined],
])('the address %s becomes %s', (address, baseUrl) => {
  expect(normaliseBaseUrl(address)).toBe(baseUrl);
});

test('a provider without an address of the person has its own', () => {
  expect(serviceOf(settings({ provider: 'ollama' }), undefined)).toEqual({
    label: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    model: '',
    hasKey: false,
    local: true,
  });
});

// The model

test('with no provider chosen the demo model answers', async () => {
  const model = createModel(settings({}), undefined, { logger, memory: openServiceMemory() });
  expect(model.name).toBe('demo');
});

test('the settings reach the service', async () => {
  upstream.reply({ text: 'ok' });
  const model = modelOf({ model: 'm', contextWindow: 4096 }, 'sk-1');
  expect(model).toMatchObject({ name: 'm', contextWindow: 4096 });
  await ask(model);
  expect(upstream.requests[0]!.body.model).toBe('m');
  expect(upstream.requests[0]!.headers.authorization).toBe('Bearer sk-1');
});

test('without an address each call says which setting is missing', async () => {
  const error = await failureOf(ask(modelOf({ baseUrl: '' })));
  expect((error as Error).message).toMatch(
    /"Base URL" in Hermes Tray, Settings › Model, or in OPENAI_BASE_URL/,
  );
  const wrong = await failureOf(ask(modelOf({ baseUrl: 'http://[' })));
  expect((wrong as Error).message).toMatch(/"http:\/\/\[" is no address/);
});

test('with no model chosen, the first of this computer that can chat is taken, and kept', async () => {
  lists('nomic-embed-text', 'llama3', 'qwen3');
  upstream.replyWith(() => ({ text: 'ok' }));
  const model = modelOf({});
  await ask(model);
  await ask(model);
  expect(upstream.requests.map(({ body }) => body.model)).toEqual(['llama3', 'llama3']);
  expect(upstream.modelListRequests).toHaveLength(1);
  expect(model.name).toBe('llama3');
});

test('with no model chosen and none there, the person is told', async () => {
  lists();
  const error = await failureOf(ask(modelOf({})));
  expect((error as Error).message).toMatch(
    /^The model service \(http.*\) has no model that can chat/,
  );
});

// The list

test('models are listed with what they can read, in the order of the service', async () => {
  upstream.replyToModelList({
    body: { data: [{ id: 'b', context_length: 8192 }, { id: 'a' }, { id: '' }, null] },
  });
  expect(
    await listModels(serviceOf(settings({ provider: 'custom', baseUrl: upstream.url }), 'k')),
  ).toEqual([
    { id: 'b', contextWindow: 8192 },
    { id: 'a', contextWindow: null },
  ]);
  expect(upstream.modelListRequests[0]!.headers.authorization).toBe('Bearer k');
});

test.each([
  [{ data: [{ id: 'a', max_model_len: 5 }] }, 5],
  [{ models: [{ name: 'a', context_window: 6 }] }, 6],
  [[{ id: 'a', meta: { n_ctx_train: 7 } }], 7],
  [{ data: [{ id: 'a', context_length: 0, max_context_length: 8 }] }, 8],
])('the list %j is understood', (answer, contextWindow) => {
  expect(modelsIn(answer)).toEqual([{ id: 'a', contextWindow }]);
});

test.each([
  [{ status: 401 }, /wants an API key, and none is set/],
  [{ status: 404, body: 'no such route' }, /knows no such address \(404: no such route\)/],
  [{ body: { hello: 1 } }, /sent no list of models/],
  [{ body: 'hello' }, /is no JSON/],
  [
    { body: '<title>Home</title>', headers: { 'content-type': 'text/html' } },
    /is a web page \("Home"\)/,
  ],
  [{ hang: 'before-headers' as const }, /did not begin to answer within 1 s/],
])('a list that cannot be had is told in plain words: %j', async (reply, said) => {
  upstream.replyToModelList(reply);
  const service = serviceOf(settings({ provider: 'custom', baseUrl: upstream.url }), undefined);
  const error = await failureOf(listModels(service, { timeoutMs: 1000 }));
  expect(error).toMatchObject({ name: 'UpstreamError' });
  expect((error as Error).message).toMatch(said);
});

test('listing models ends with the reason when it is aborted', async () => {
  upstream.replyToModelList({ hang: 'before-headers' });
  const service = serviceOf(settings({ provider: 'custom', baseUrl: upstream.url }), undefined);
  const reason = new Error('closed');
  const abort = new AbortController();
  const answer = failureOf(listModels(service, { signal: abort.signal }));
  abort.abort(reason);
  expect(await answer).toBe(reason);
});

test('a probe tells whether anybody answers, and never throws', async () => {
  const { signal } = new AbortController();
  const custom = { provider: 'custom' as const, baseUrl: upstream.url };
  upstream.replyToModelList({ status: 401 });
  expect(await reachabilityOf(settings(custom), undefined, signal)).toEqual({ reachable: true });
  expect(await reachabilityOf(settings({}), undefined, signal)).toEqual({ reachable: true });
  upstream.replyToModelList({
    body: '<title>Home</title>',
    headers: { 'content-type': 'text/html' },
  });
  expect(await reachabilityOf(settings(custom), undefined, signal)).toEqual({ reachable: true });
  await upstream.close();
  expect(await reachabilityOf(settings(custom), undefined, signal)).toEqual({
    reachable: false,
    error: expect.stringMatching(`Nothing answers at ${upstream.url} \\(ECONNREFUSED`),
  });
  const ended = AbortSignal.abort();
  expect(await reachabilityOf(settings(custom), undefined, ended)).toMatchObject({
    reachable: false,
  });
  expect(await reachabilityOf(settings({ provider: 'custom' }), undefined, signal)).toMatchObject({
    reachable: false,
    error: expect.stringContaining('Base URL'),
  });
});

// Finding servers

const candidate = (
  baseUrl: string,
  provider: LocalCandidate['provider'] = 'ollama',
): LocalCandidate => ({
  provider,
  name: 'Candidate',
  baseUrl,
});

test('servers that answer are found with their models; silent, broken and missing ones are not', async () => {
  const others = await Promise.all([1, 2, 3, 4, 5].map(() => startScriptedUpstream()));
  const [silent, broken, page, needsKey, missing] = others as [
    ScriptedUpstream,
    ...ScriptedUpstream[],
  ];
  lists('llama3', 'qwen3');
  silent.replyToModelList({ hang: 'before-headers' });
  broken!.replyToModelList({ body: '{"data":' });
  page!.replyToModelList({ body: '<html>', headers: { 'content-type': 'text/html' } });
  needsKey!.replyToModelList({ status: 401, body: 'no' });
  await missing!.close();
  const found = await findLocalServers({
    candidates: [upstream, ...others].map(({ url }) => candidate(url)),
    timeoutMs: 1000,
  });
  expect(found).toEqual([
    { ...candidate(upstream.url), models: ['llama3', 'qwen3'] },
    { ...candidate(needsKey!.url), models: [] },
  ]);
  await Promise.all(others.slice(0, 4).map((other) => other.close()));
});

test('our own server is not offered as a model', async () => {
  upstream.replyToModelList({ body: { data: [{ id: 'hermes-agent', owned_by: 'hermes' }] } });
  expect(await findLocalServers({ candidates: [candidate(upstream.url)] })).toEqual([]);
});

test('our own server is known by its health where it wants a key', async () => {
  const server = createServer((request, response) => {
    const healthy = request.url === '/health';
    response.writeHead(healthy ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(healthy ? { status: 'ok', platform: 'hermes-agent' } : {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const found = await findLocalServers({ candidates: [candidate(`http://127.0.0.1:${port}/v1`)] });
  server.close();
  server.closeAllConnections();
  expect(found).toEqual([]);
});

// Testing the connection

test('a test shows the reply as it comes, with its times', async () => {
  upstream.reply({ text: ['I ', 'hear'], chunkDelayMs: 20 });
  const replies: string[] = [];
  const result = await testConnection(modelOf({ model: 'm' }), {
    onReply: (reply) => replies.push(reply),
    signal: new AbortController().signal,
  });
  expect(replies).toEqual(['I ', 'I hear']);
  expect(result).toMatchObject({ ok: true, reply: 'I hear', error: null });
  expect(result.usage).toMatchObject({ inputTokens: 10 });
  expect(result.firstTokenMs!).toBeGreaterThan(0);
  expect(result.totalMs).toBeGreaterThan(result.firstTokenMs!);
});

test('a test tells a model that cannot use tools, and what the model reads', async () => {
  const options = { onReply: () => {}, signal: new AbortController().signal };
  upstream.reply({ text: 'Yes' });
  const able = await testConnection(modelOf({ model: 'm' }), options);
  expect(able).toMatchObject({ ok: true, takesTools: true, contextWindow: 128_000 });
  expect(upstream.requests[0]!.body.tools).toHaveLength(1);

  upstream.reply(
    { status: 400, body: { error: { message: 'gemma does not support tools' } } },
    { text: 'Yes' },
  );
  const unable = await testConnection(modelOf({ model: 'm', contextWindow: 4096 }), options);
  expect(unable).toMatchObject({ ok: true, reply: 'Yes', takesTools: false, contextWindow: 4096 });
  expect(upstream.requests[2]!.body.tools).toBeUndefined();

  upstream.reply({ toolCalls: [{ name: 'current_time', arguments: {} }] });
  expect(await testConnection(modelOf({ model: 'm' }), options)).toMatchObject({ ok: true });
});

test('a test shows what was learned of the service', async () => {
  const refusal = "Unsupported parameter: 'stream_options' is not supported with this model.";
  upstream.replyWith((body) =>
    'stream_options' in body
      ? { status: 400, body: { error: { message: refusal } } }
      : { text: 'Yes' },
  );
  const options = { onReply: () => {}, signal: new AbortController().signal };
  expect(await testConnection(modelOf({ model: 'm' }), options)).toMatchObject({
    ok: true,
    learned: ['stream_options is left out'],
  });
});

test('a test that fails says why', async () => {
  upstream.reply({ status: 401, body: { error: { message: 'Bad key' } } }, { text: '' });
  const options = { onReply: () => {}, signal: new AbortController().signal };
  expect(await testConnection(modelOf({ model: 'm' }, 'k'), options)).toMatchObject({
    ok: false,
    firstTokenMs: null,
    error: expect.stringContaining('did not accept the API key'),
  });
  expect(await testConnection(modelOf({ model: 'm' }, 'k'), options)).toMatchObject({
    ok: false,
    error: 'The model answered, but with no text.',
  });
});
