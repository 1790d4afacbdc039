import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createParser } from 'eventsource-parser';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

interface Operation {
  operationId: string;
  security?: unknown[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content: Content }>;
}
interface Content {
  'application/json'?: { schema: Schema };
  'text/event-stream'?: {
    schema: { anyOf: [{ properties: { data: { contentSchema: Schema } } }, ...Schema[]] };
  };
}
type Schema = Record<string, unknown>;
interface Document {
  openapi: string;
  info: { version: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

let upstream: ScriptedUpstream;
let host: TestHost;
let document: Document;
/** Every route the app has made: `GET /runs/{id}`. */
let routes: string[];

beforeAll(async () => {
  const spy = vi.spyOn(express.Router.prototype as express.Router, 'route');
  upstream = await startScriptedUpstream();
  // One tool call of the agent's own, then an answer.
  upstream.replyWith(({ messages }) =>
    messages.at(-1)?.role === 'user'
      ? {
          reasoning: 'Let me look.',
          toolCalls: [{ name: 'search_files', arguments: { pattern: '*', target: 'files' } }],
        }
      : { text: ['There is ', 'nothing.'] },
  );
  host = await startTestHost({ upstream: upstream.url });
  routes = spy.mock.results.flatMap(({ value }) => {
    const route = value as express.IRoute & { stack: { method?: string }[] };
    const path = route.path.replaceAll(/[:*](\w+)/g, '{$1}');
    return route.stack
      .filter(({ method }) => method !== undefined && method !== 'options')
      .map(({ method }) => `${method!.toUpperCase()} ${path}`);
  });
  spy.mockRestore();
  document = (await (await request('GET', '/openapi.json')).json()) as Document;
});
afterAll(async () => {
  await host.close();
  await upstream.close();
});

function request(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${host.url}/v1${path}`, {
    method,
    headers: host.headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function operation(method: string, path: string): Operation {
  return document.paths[path]![method.toLowerCase()]!;
}

/** The document's schemas; with `closed`, none takes a field that it does not name. */
function validatorOf(schema: Schema, closed: boolean): ValidateFunction {
  const components = closed
    ? (close(document.components) as Document['components'])
    : document.components;
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    // A schema of the times says them more closely than its name.
    formats: { 'date-time': true },
  });
  ajv.addVocabulary(['components']);
  return ajv.compile({ $ref: schema['$ref'], components });
}

/** Objects that say nothing of further fields take none. */
function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, close(each)]));
  return 'properties' in copy && copy['type'] === 'object'
    ? { additionalProperties: false, ...copy }
    : copy;
}

function expectValid(schema: Schema, value: unknown): void {
  const validate = validatorOf(schema, true);
  validate(value);
  expect(validate.errors ?? [], JSON.stringify(value)).toEqual([]);
}

/** The data of each server-sent event but `[DONE]`. */
function eventsOf(text: string): unknown[] {
  const events: unknown[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== '[DONE]') events.push(JSON.parse(data));
    },
  });
  parser.feed(text);
  return events;
}

const ask = { messages: [{ role: 'user', content: 'list' }] };

describe('the OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const result = await new Validator().validate(document as unknown as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('holds only JSON schemas that compile', () => {
    for (const name of Object.keys(document.components.schemas)) {
      const schema = { $ref: `#/components/schemas/${name}` };
      expect(() => validatorOf(schema, false), name).not.toThrow();
    }
  });

  it('has every route of the app, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual([...new Set(routes)].sort());
  });

  it('names each operation once', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('asks for the key like everything else but /health', async () => {
    const open = Object.entries(document.paths).filter(([, methods]) =>
      Object.values(methods).some(({ security }) => security?.length === 0),
    );
    expect(open.map(([path]) => path)).toEqual(['/health']);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) {
        const url = `${host.url}/v1${path.replace('{id}', 'x')}`;
        const { status } = await fetch(url, { method: method.toUpperCase() });
        expect(status, `${method} ${path}`).toBe(path === '/health' ? 200 : 401);
      }
    }
  });

  it('answers under both addresses', async () => {
    const { headers } = host;
    for (const path of ['/openapi.json', '/v1/openapi.json']) {
      const answer = await fetch(host.url + path, { headers });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual(document);
    }
  });
});

describe('what the server answers is what the document says', () => {
  async function expectAnswer(
    method: string,
    path: string,
    at: string,
    body?: unknown,
  ): Promise<unknown> {
    const answer = await request(method, at, body);
    expect(answer.status, `${method} ${at}`).toBe(200);
    const value: unknown = await answer.json();
    expectValid(
      operation(method, path).responses['200']!.content['application/json']!.schema,
      value,
    );
    return value;
  }

  async function expectEvents(
    method: string,
    path: string,
    at: string,
    body?: unknown,
  ): Promise<void> {
    const answer = await request(method, at, body);
    expect(answer.status).toBe(200);
    const events = eventsOf(await answer.text());
    expect(events.length).toBeGreaterThan(3);
    const { content } = operation(method, path).responses['200']!;
    const { contentSchema } = content['text/event-stream']!.schema.anyOf[0].properties.data;
    const validate = validatorOf(contentSchema, true);
    for (const event of events) {
      validate(event);
      expect(validate.errors ?? [], JSON.stringify(event)).toEqual([]);
    }
  }

  it.each(['/health', '/health/detailed', '/models', '/runs'])('%s', async (path) => {
    await expectAnswer('GET', path, path);
  });

  it('a model', async () => {
    await expectAnswer('GET', '/models/{id}', '/models/hermes-agent');
  });

  it('chat completions, plain and streamed, with tools', async () => {
    await expectAnswer('POST', '/chat/completions', '/chat/completions', ask);
    const streamed = { ...ask, stream: true, stream_options: { include_usage: true } };
    await expectEvents('POST', '/chat/completions', '/chat/completions', streamed);
  });

  it('responses from their beginning to their end', async () => {
    const body = { input: 'list', conversation: 'c', metadata: { a: 'b' } };
    const { id } = (await expectAnswer('POST', '/responses', '/responses', body)) as { id: string };
    await expectAnswer('GET', '/responses/{id}', `/responses/${id}`);
    await expectAnswer('GET', '/responses/{id}/input_items', `/responses/${id}/input_items`);
    await expectAnswer('POST', '/responses/{id}/cancel', `/responses/${id}/cancel`, {});
    await expectEvents('GET', '/responses/{id}', `/responses/${id}?stream=true`);
    await expectEvents('POST', '/responses', '/responses', { ...body, stream: true });
    await expectAnswer('DELETE', '/responses/{id}', `/responses/${id}`);
  });

  it('runs and their logs', async () => {
    await request('POST', '/chat/completions', ask);
    const { data } = (await expectAnswer('GET', '/runs', '/runs')) as { data: { id: string }[] };
    const { id } = data[0]!;
    await expectAnswer('GET', '/runs/{id}', `/runs/${id}`);
    await expectEvents('GET', '/runs/{id}/events', `/runs/${id}/events`);
    await expectAnswer('POST', '/runs/{id}/cancel', `/runs/${id}/cancel`, {});
  });

  it.each([
    ['GET', '/models/{id}', '/models/x', undefined, 404],
    ['POST', '/chat/completions', '/chat/completions', {}, 400],
    ['GET', '/responses/{id}', '/responses/resp_x', undefined, 404],
    ['POST', '/responses', '/responses', { input: 'x', previous_response_id: 'resp_x' }, 404],
    ['GET', '/runs/{id}', '/runs/x', undefined, 404],
  ])('errors: %s %s as %s with %j', async (method, path, at, body, status) => {
    const answer = await request(method, at, body);
    expect(answer.status).toBe(status);
    const value = (await answer.json()) as { error: { code: string } };
    const described = operation(method, path).responses[String(status)]!;
    expectValid(described.content['application/json']!.schema, value);
    expect(JSON.stringify(described)).toContain(`\`${value.error.code}\``);
  });
});

describe('what the document says of requests is what the server takes', () => {
  const image = 'data:image/png;base64,AAAA';
  const tool = { type: 'function', function: { name: 'f', parameters: {} } };
  const longForm = { type: 'text', text: 'Hi' };

  it.each<[string, unknown, 200 | 400]>([
    ['/chat/completions', ask, 200],
    ['/chat/completions', { messages: [{ role: 'user', content: [longForm] }], n: null }, 200],
    ['/chat/completions', { ...ask, unknown_field: 1, tools: [tool, { type: 'web_search' }] }, 200],
    [
      '/chat/completions',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: image }] }] },
      200,
    ],
    ['/chat/completions', { messages: [] }, 400],
    ['/chat/completions', { messages: [{ role: 'robot', content: 'Hi' }] }, 400],
    ['/chat/completions', { messages: [{ role: 'user', content: null }] }, 400],
    ['/chat/completions', { ...ask, temperature: 'hot' }, 400],
    ['/responses', { input: 'Hi' }, 200],
    ['/responses', { input: ['Hi', { role: 'user', content: 'there' }] }, 200],
    [
      '/responses',
      { input: [{ type: 'message', role: 'user', content: 'Hi' }], store: false },
      200,
    ],
    ['/responses', { input: 'Hi', tool_choice: 'auto', conversation: { id: 'd' } }, 200],
    ['/responses', {}, 400],
    ['/responses', { input: 'Hi', truncation: 'sometimes' }, 400],
    ['/responses', { input: [{ type: 'computer_call' }] }, 400],
    ['/responses', { input: 'Hi', conversation: '' }, 400],
  ])('%s with %j', async (path, body, status) => {
    expect((await request('POST', path, body)).status).toBe(status);
    const { schema } = operation('POST', path).requestBody!.content['application/json'];
    expect(validatorOf(schema, false)(body)).toBe(status === 200);
  });
});
